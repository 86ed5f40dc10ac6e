"use client";

import { Download } from "lucide-react";
import { SettingsPage } from "@/components/layout/settings-page";
import { usePlanAddress, useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import { limits, type PlanKey, planKeys, versionOf } from "@/lib/plans";
import {
  type AuditLog,
  noFilter,
  useAuditCounts,
  useAuditFilter,
  useAuditLog,
  useAuditState,
  useExportAudit,
} from "../client";
import { AuditDetail } from "./audit-detail";
import { AuditFilters } from "./audit-filters";
import { AuditList, countText } from "./audit-list";

/** Everything that was done in the workspace, for owners and admins. */
export function AuditPage() {
  const { can, href, locale } = useWorkspace();
  const may = can("audit:view");
  const [state, setState] = useAuditState();
  const filter = useAuditFilter(state);
  const query = useAuditLog(filter, may);
  const counts = useAuditCounts(filter, may);
  const { busy, save } = useExportAudit();
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const isFiltered = Object.keys(filter).some((key) => key !== "hideJobs");
  const open = (entry: string | null) => void setState({ entry });
  return (
    <>
      <SettingsPage
        title="Audit log"
        count={counts.total ? countText(counts.total, locale) : undefined}
        description="Every change by a member, an API key, a job or Throughline staff, with sign-ins and refused actions. Nobody can change or remove an event. Owners and admins can read this page."
        back={{ label: "Settings", href: href("/settings") }}
        actions={
          may ? (
            <Button icon={<Download aria-hidden />} busy={busy} onClick={() => void save(filter)}>
              Export CSV
            </Button>
          ) : null
        }
        phoneActions={
          may ? (
            <IconButton
              label="Export CSV"
              icon={<Download aria-hidden />}
              disabled={busy}
              onClick={() => void save(filter)}
            />
          ) : null
        }
        footer={may && query.data ? <Kept query={query} /> : null}
      >
        {may ? (
          <AuditFilters
            state={state}
            recordTitle={rows.find(({ record }) => record !== null && record.id === state.record)?.record?.title}
            onChange={(next) => void setState({ ...next, entry: null })}
          />
        ) : (
          <EmptyState title="The audit log is for owners and admins" line={false}>
            Ask an owner or admin of this workspace about it.
          </EmptyState>
        )}
        {may ? (
          <AuditList
            query={query}
            counts={counts}
            open={state.entry}
            onOpen={open}
            empty={
              <Nothing
                isFiltered={isFiltered}
                hidesJobs={filter.hideJobs === true}
                onClear={() => void setState(noFilter)}
              />
            }
          />
        ) : null}
      </SettingsPage>
      {may && state.entry ? (
        <AuditDetail
          key={state.entry}
          id={state.entry}
          rows={rows}
          onOpen={open}
          onClose={() => open(null)}
          onRecord={(of) => void setState({ ...noFilter, ...of, entry: null })}
        />
      ) : null}
    </>
  );
}

interface NothingProps {
  isFiltered: boolean;
  hidesJobs: boolean;
  onClear(): void;
}

function Nothing({ isFiltered, hidesJobs, onClear }: NothingProps) {
  if (!isFiltered)
    return <EmptyState title="No events yet">Changes in this workspace appear here, with who made them.</EmptyState>;
  return (
    <EmptyState title="No event matches" actions={<Button onClick={onClear}>Clear filters</Button>}>
      {hidesJobs
        ? "Choose a longer time or fewer filters, or show jobs too."
        : "Choose a longer time or fewer filters."}
    </EmptyState>
  );
}

/** How far back the plan shows the log. */
function Kept({ query }: { query: AuditLog }) {
  const { locale, zone: timeZone } = useWorkspace();
  const plans = usePlanAddress();
  const [first] = query.data?.pages ?? [];
  if (!first) return null;
  const { months, since, plan } = first;
  const day = dateFormat(locale, { timeZone, dateStyle: "medium" });
  const last = months === null ? null : counted(months, limits.auditMonths, locale);
  const isMore = months !== null && planKeys.some((key) => (monthsOf(key) ?? Number.POSITIVE_INFINITY) > months);
  return (
    <>
      <span className="min-w-0 truncate phone:hidden">
        {last === null || since === null
          ? `${plan}: all events are shown. Nothing is ever deleted.`
          : `${plan}: the last ${last} are shown, since ${day.format(new Date(since))}. Older events are kept${isMore ? ", and a larger plan shows them" : ""}.`}
      </span>
      <span className="truncate desk:hidden">
        {last === null ? "All events are shown" : `${plan}: the last ${last}`}
      </span>
      {plans && isMore ? (
        <Link href={plans} className="link relative -my-1 ml-auto shrink-0 py-1 hit-44">
          Compare plans
        </Link>
      ) : null}
    </>
  );
}

const monthsOf = (plan: PlanKey) => versionOf(null).plans[plan].limits.auditMonths;
