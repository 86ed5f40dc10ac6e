"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { QueryTable } from "@/components/data-table/query-table";
import { TitleCell } from "@/components/data-table/title-cell";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { formatMoney } from "@/lib/money";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { JobBadge } from "../../jobs/components/job-badge";
import { type StaffWorkspace, staffPages, watched } from "../client";
import { CustomerDay, capital } from "./workspace-words";

const mailKinds = { notifications: "Notifications", invitation: "Invitation", digest: "Morning digest" };

const nothing = (text: string) => <p className="px-edge py-4 text-muted">{text}</p>;
const tones: Readonly<Partial<Record<string, BadgeTone>>> = { paid: "positive", sent: "positive", failed: "danger" };
const statusLabels = { active: "Active", invited: "Invited", placeholder: "No account", removed: "Removed" } as const;

/** Members by name, role and status. */
export function MemberTab({ id }: { id: string }) {
  const api = useApi();
  const query = useInfiniteQuery(api.staff.members.infiniteQueryOptions({ id }, staffPages));
  return (
    <QueryTable
      label="Members"
      query={query}
      keyOf={(row) => row.id}
      empty={nothing("The workspace has no members.")}
      columns={[
        { label: "Name", cell: ({ name }) => <span className="block truncate font-medium">{name}</span> },
        { label: "Role", width: 88, cell: ({ role }) => capital(role) },
        {
          label: "Status",
          width: 88,
          cell: ({ status }) => (
            <Badge tone={status === "active" ? "positive" : "neutral"}>{statusLabels[status]}</Badge>
          ),
        },
        { label: "Last active", width: 96, desk: true, right: true, time: ({ lastActiveAt }) => lastActiveAt },
      ]}
    />
  );
}

/** The usage of this month by meter, next to what the plan and its overrides allow. */
export function UsageTab({ id }: { id: string }) {
  const api = useApi();
  const { locale } = useListLocale();
  const query = useQuery(api.staff.usage.queryOptions({ id }));
  const text = (count: number | null) => count?.toLocaleString(locale) ?? "–";
  return (
    <QueryTable
      label="Usage"
      query={query}
      of="the usage"
      empty={null}
      keyOf={({ meter }) => meter}
      columns={[
        { label: "Meter", cell: ({ label }) => <span className="block truncate font-medium">{label}</span> },
        { label: "This month", width: 88, right: true, cell: ({ used }) => text(used) },
        { label: "Limit", width: 88, right: true, cell: ({ limit }) => (limit === null ? "No limit" : text(limit)) },
        { label: "Forecast", width: 80, desk: true, right: true, cell: ({ forecast }) => text(forecast) },
      ]}
    />
  );
}

/** Invoices with their amounts. */
export function InvoiceTab({ workspace: { id, timeZone } }: { workspace: StaffWorkspace }) {
  const api = useApi();
  const at = useListLocale();
  const query = useQuery(api.staff.invoices.queryOptions({ id }));
  const money = ({ amount, currency }: RouterOutputs["staff"]["invoices"][number]["total"]) =>
    formatMoney(amount, currency, at);
  return (
    <QueryTable
      label="Invoices"
      query={query}
      of="the invoices"
      empty={nothing("No invoice was issued yet.")}
      keyOf={(row) => row.id}
      columns={[
        { label: "Number", cell: ({ number }) => <span className="font-medium">{number ?? "–"}</span> },
        {
          label: "Issued",
          width: 88,
          desk: true,
          cell: ({ issuedAt }) => <CustomerDay at={issuedAt} timeZone={timeZone} />,
        },
        {
          label: "Due",
          width: 88,
          desk: true,
          cell: ({ dueAt }) => (dueAt ? <CustomerDay at={dueAt} timeZone={timeZone} /> : "–"),
        },
        { label: "Amount", width: 96, right: true, cell: ({ total }) => money(total) },
        {
          label: "Status",
          width: 96,
          cell: ({ status, pastDue }) => (
            <Badge tone={pastDue ? "danger" : tones[status]}>{pastDue ? "Payment failed" : capital(status)}</Badge>
          ),
        },
      ]}
    />
  );
}

/** Background work with progress and reasons. */
export function JobTab({ id, short = false }: { id: string; short?: boolean }) {
  const api = useApi();
  const { locale } = useListLocale();
  const query = useInfiniteQuery(
    api.staff.workspaceJobs.infiniteQueryOptions({ id, limit: short ? 5 : 50 }, { ...staffPages, ...watched }),
  );
  return (
    <QueryTable
      label="Jobs"
      query={query}
      keyOf={(row) => row.id}
      empty={nothing("No job has run yet.")}
      columns={[
        {
          label: "Job",
          cell: ({ label, reason, progress }) => (
            <TitleCell title={label} note={reason}>
              {progress ? (
                <Progress
                  className="mt-1 max-w-60"
                  label={label}
                  value={progress.done}
                  max={progress.total}
                  text={`${progress.done.toLocaleString(locale)} of ${progress.total.toLocaleString(locale)}`}
                />
              ) : null}
            </TitleCell>
          ),
        },
        { label: "Status", width: 80, cell: ({ status }) => <JobBadge status={status} /> },
        { label: "Started", width: 80, desk: true, right: true, time: ({ at }) => at },
      ]}
    />
  );
}

const mailLabels = {
  waiting: "Waiting",
  sending: "Sending",
  sent: "Sent",
  failed: "Failed",
  unknown: "Unknown",
  skipped: "Skipped",
} as const;

/** E-mails: recipient and outcome, never their content. */
export function MailTab({ id }: { id: string }) {
  const api = useApi();
  const query = useInfiniteQuery(api.staff.mails.infiniteQueryOptions({ id }, staffPages));
  return (
    <QueryTable
      label="Mail log"
      query={query}
      keyOf={(row) => row.id}
      empty={nothing("No e-mail was sent in the last 90 days.")}
      columns={[
        {
          label: "To",
          cell: ({ to, reason }) => <TitleCell title={to} note={reason} />,
        },
        {
          label: "Kind",
          width: 96,
          desk: true,
          cell: ({ kind }) => mailKinds[kind],
        },
        {
          label: "Status",
          width: 80,
          cell: ({ status }) => <Badge tone={tones[status]}>{mailLabels[status]}</Badge>,
        },
        { label: "Attempts", width: 60, desk: true, right: true, cell: ({ attempts }) => attempts },
        { label: "Created", width: 80, desk: true, right: true, time: ({ createdAt }) => createdAt },
      ]}
    />
  );
}
