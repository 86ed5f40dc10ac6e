"use client";

import { useQuery } from "@tanstack/react-query";
import { MoreHorizontal, OctagonPause, Play, Plus, TimerReset } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Loaded } from "@/components/layout/loaded";
import { PageHeader } from "@/components/layout/page-header";
import { RecordHead, RecordPage } from "@/components/layout/record-layout";
import { RecordTabs } from "@/components/layout/record-tabs";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { zonedDay } from "@/components/ui/day-text";
import { SectionHead } from "@/components/ui/description-list";
import { FigureRow } from "@/components/ui/figure-row";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { NameMark } from "@/components/ui/name-mark";
import { Note } from "@/components/ui/note";
import { counted, nouns } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import { useApi } from "@/trpc/react";
import { StartSupportLink } from "../../support/staff/components/start-support-link";
import type { StaffWorkspace } from "../client";
import { ActDialog, type WorkspaceAct } from "./act-dialog";
import { OverrideDialog } from "./override-dialog";
import { OverrideList } from "./override-list";
import { ParkedList } from "./parked-list";
import { useIsOperator } from "./staff-context";
import { StandingLine } from "./standing-line";
import { SupportPanel } from "./support-panel";
import { InvoiceTab, JobTab, MailTab, MemberTab, UsageTab } from "./workspace-tabs";
import { CustomerDay, capital, ofMost, planLabel } from "./workspace-words";

/** One workspace: standing, figures, people, and the acts of operators. No record of it. */
export function WorkspacePage({ id }: { id: string }) {
  const api = useApi();
  const query = useQuery(api.staff.workspace.queryOptions({ id }));
  const [open, setOpen] = useState<WorkspaceAct | "override" | null>(null);
  const isOperator = useIsOperator();
  const workspace = query.data;
  const back = { label: "Workspaces", href: "/staff" };
  if (!workspace)
    return (
      <>
        <PageHeader breadcrumb={[back]} title="Workspace" />
        <Loaded query={query} of="the workspace">
          {() => null}
        </Loaded>
      </>
    );
  const close = () => setOpen(null);
  const acts = isOperator ? <Acts workspace={workspace} onOpen={setOpen} /> : null;
  return (
    <>
      <PageHeader breadcrumb={[back, { label: workspace.name }]} phoneActions={acts}>
        {acts}
        {isOperator ? (
          <Button icon={<Plus aria-hidden />} onClick={() => setOpen("override")}>
            Add override
          </Button>
        ) : null}
      </PageHeader>
      <RecordPage>
        <Head workspace={workspace} />
        <Figures workspace={workspace} />
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--aside-w)] narrow:grid-cols-[minmax(0,1fr)] phone:block">
          <section className="flex min-h-0 min-w-0 flex-col">
            <RecordTabs label={workspace.name} tabs={tabsOf(workspace)} />
          </section>
          <aside aria-label="Related" className="min-h-0 overflow-y-auto pb-6 hairline-l narrow:hidden">
            <SupportStart workspace={workspace} />
            <SupportPanel workspaceId={workspace.id} />
            <People workspace={workspace} />
          </aside>
        </div>
      </RecordPage>
      {open === "override" ? <OverrideDialog workspace={workspace} onClose={close} /> : null}
      {open !== null && open !== "override" ? <ActDialog workspace={workspace} act={open} onClose={close} /> : null}
    </>
  );
}

interface ActsProps {
  workspace: StaffWorkspace;
  onOpen: (act: WorkspaceAct | "override") => void;
}

function Acts({ workspace, onOpen }: ActsProps) {
  const isSuspended = workspace.status === "suspended";
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Actions for this workspace" icon={<MoreHorizontal aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => onOpen("override")}>
          Add override
        </MenuItem>
        {workspace.mayTry ? (
          <MenuItem icon={<TimerReset aria-hidden />} onSelect={() => onOpen("trial")}>
            Extend the trial
          </MenuItem>
        ) : null}
        {isSuspended ? (
          <MenuItem icon={<Play aria-hidden />} onSelect={() => onOpen("reactivate")}>
            Reactivate
          </MenuItem>
        ) : null}
        {workspace.status === "active" ? (
          <MenuItem danger icon={<OctagonPause aria-hidden />} onSelect={() => onOpen("suspend")}>
            Suspend
          </MenuItem>
        ) : null}
      </MenuContent>
    </Menu>
  );
}

function Head({ workspace }: { workspace: StaffWorkspace }) {
  const { slug, timeZone, currency, createdAt, suspendedReason } = workspace;
  const facts: { id: string; text: ReactNode }[] = [
    { id: "slug", text: <span className="font-mono text-sm">{slug}</span> },
    { id: "zone", text: timeZone },
    { id: "currency", text: currency },
    {
      id: "since",
      text: (
        <>
          created <CustomerDay at={createdAt} timeZone={timeZone} />
        </>
      ),
    },
  ];
  return (
    <>
      <div className="flex shrink-0 items-start gap-4 pr-5 narrow:block phone:pr-0">
        <div className="min-w-0 flex-1">
          <RecordHead
            mark={<NameMark name={workspace.name} size={36} tone="inverse" />}
            name={workspace.name}
            badge={<Badge>{planLabel(workspace.plan)}</Badge>}
            facts={facts}
          />
        </div>
        <div className="pt-1 pb-3 narrow:px-5 phone:px-4">
          <StandingLine workspace={workspace} />
        </div>
      </div>
      {suspendedReason ? (
        <Note tone="danger" className="mx-5 mb-3 phone:mx-4">
          Suspended: {suspendedReason}
        </Note>
      ) : null}
      <DeletionNote workspace={workspace} />
    </>
  );
}

function DeletionNote({ workspace }: { workspace: StaffWorkspace }) {
  const { status, deletionDueAt, deletionLate, timeZone } = workspace;
  const { locale } = useListLocale();
  if (!deletionDueAt) return null;
  const due = new Date(deletionDueAt);
  const day = zonedDay(deletionDueAt, { locale, timeZone });
  return (
    <Note tone="danger" className="mx-5 mb-3 phone:mx-4">
      {deletionText({ day, isDue: due <= new Date(), isLate: deletionLate, isSuspended: status === "suspended" })}
    </Note>
  );
}

interface Deletion {
  day: string;
  isDue: boolean;
  isLate: boolean;
  isSuspended: boolean;
}

function deletionText({ day, isDue, isLate, isSuspended }: Deletion): string {
  if (isSuspended) return `Its owner asked to delete it on ${day}. While it is suspended it is not deleted.`;
  if (isLate) return `It should have been deleted on ${day}. Check the job that deletes it.`;
  if (isDue) return `Its deletion was due on ${day} and is running.`;
  return `It will be deleted on ${day}. Until then it is read-only, and an owner can undo this.`;
}

function Figures({ workspace }: { workspace: StaffWorkspace }) {
  const at = useListLocale();
  const { seats, activeMembers, records, apiCalls, emails, failedMails, invoice } = workspace;
  const due = invoice?.dueAt ? (
    <>
      due <CustomerDay at={invoice.dueAt} timeZone={workspace.timeZone} />
    </>
  ) : (
    "open"
  );
  return (
    <FigureRow
      figures={[
        { label: "Seats", value: ofMost(seats, at.locale), note: `${activeMembers} active in 7 days` },
        { label: "Records", value: records.toLocaleString(at.locale), note: "archived ones too" },
        {
          label: "API calls this month",
          value: apiCalls.used.toLocaleString(at.locale),
          note: apiCalls.most === null ? "no limit" : `of ${apiCalls.most.toLocaleString(at.locale)}`,
        },
        {
          label: "E-mails this month",
          value: ofMost(emails, at.locale),
          note: counted(failedMails, { one: "mail failed", many: "mails failed" }, at.locale),
        },
        {
          label: "Invoice due",
          value: invoice ? formatMoney(invoice.open.amount, invoice.open.currency, at) : "–",
          note: invoice?.pastDue ? "payment failed" : invoice && due,
        },
      ]}
    />
  );
}

function tabsOf(workspace: StaffWorkspace) {
  const { id, counts } = workspace;
  const scrolled = (panel: ReactNode) => <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{panel}</div>;
  const support = (
    <>
      <SupportStart workspace={workspace} />
      <SupportPanel workspaceId={id} />
      <People workspace={workspace} />
    </>
  );
  return [
    { id: "overview", label: "Overview", panel: scrolled(<Overview workspace={workspace} />) },
    { id: "members", label: "Members", count: counts.members, panel: scrolled(<MemberTab id={id} />) },
    {
      id: "plan",
      label: "Plan and overrides",
      count: counts.overrides,
      panel: scrolled(<OverrideList workspace={workspace} />),
    },
    { id: "usage", label: "Usage", panel: scrolled(<UsageTab id={id} />) },
    {
      id: "invoices",
      label: "Invoices",
      count: counts.invoices,
      panel: scrolled(<InvoiceTab workspace={workspace} />),
    },
    { id: "jobs", label: "Jobs", panel: scrolled(<JobTab id={id} />) },
    { id: "mails", label: "Mail log", panel: scrolled(<MailTab id={id} />) },
    {
      id: "parked",
      label: "Parked events",
      count: counts.parked,
      panel: scrolled(<ParkedList workspaceId={id} count={counts.parked} />),
    },
    { id: "support", label: "Support access", count: counts.sessions, panel: scrolled(support) },
  ];
}

/** The way in; a workspace that is closed for its members is closed for staff too. */
function SupportStart({ workspace }: { workspace: StaffWorkspace }) {
  const { status, deletionDueAt } = workspace;
  const isDue = deletionDueAt !== null && new Date(deletionDueAt) <= new Date();
  if (status === "active" && !isDue) return <StartSupportLink workspace={workspace} />;
  return (
    <p className="px-edge py-3 text-muted">
      Support sessions cannot start while the workspace is {isDue ? "being deleted" : status}.
    </p>
  );
}

function Overview({ workspace }: { workspace: StaffWorkspace }) {
  return (
    <>
      <SectionHead title="Overrides" count={workspace.counts.overrides} />
      <OverrideList workspace={workspace} short />
      <SectionHead title="Parked events" count={workspace.counts.parked} line />
      <ParkedList workspaceId={workspace.id} count={workspace.counts.parked} short />
      <SectionHead title="Jobs" line />
      <JobTab id={workspace.id} short />
    </>
  );
}

function People({ workspace }: { workspace: StaffWorkspace }) {
  const { locale } = useListLocale();
  return (
    <section aria-label="Owners and admins">
      <SectionHead title="Owners and admins" count={workspace.people.length} line />
      <ul>
        {workspace.people.map((person) => (
          <li key={person.id} className="flex items-center gap-2.5 px-edge py-1.5">
            <Avatar name={person.name} {...(person.id ? { id: person.id } : {})} size={24} decorative />
            <span className="min-w-0">
              <span className="block truncate">{person.name}</span>
              <span className="block truncate text-muted text-sm">{capital(person.role)}</span>
            </span>
          </li>
        ))}
      </ul>
      {workspace.people.length === 0 ? (
        <p className="px-edge pb-3 text-muted">{`No owner or admin can sign in. The workspace has ${counted(workspace.records, nouns.record, locale)}.`}</p>
      ) : null}
    </section>
  );
}
