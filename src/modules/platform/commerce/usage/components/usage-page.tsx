"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Plus } from "lucide-react";
import { useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsLoading } from "@/components/layout/settings-loading";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { useApi } from "@/trpc/react";
import { type UsageDrill, useExportUsage } from "../client";
import type { UsagePeriod } from "../schema";
import { BudgetDialog } from "./budget-dialog";
import { BudgetList } from "./budget-list";
import { MeterFigures } from "./meter-figures";
import { UsageDaysSection } from "./usage-days";
import { UsageEventsDialog } from "./usage-events-dialog";
import { UsageTableSection } from "./usage-table";

const periods = [
  { value: "month", label: "This month" },
  { value: "lastMonth", label: "Last month" },
  { value: "90days", label: "90 days" },
] as const;

/** The usage of the plan by team, member or key, and its budgets. */
export function UsagePage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const may = can("usage:view");
  const [period, setPeriod] = useState<UsagePeriod>("month");
  const [meter, setMeter] = useState<string | null>(null);
  const [drill, setDrill] = useState<UsageDrill | null>(null);
  const [adding, setAdding] = useState(false);
  const query = useQuery(api.usage.summary.queryOptions({ period }, { enabled: may }));
  const save = useExportUsage();
  const chosen = query.data?.meters.find((one) => one.meter === meter) ?? query.data?.meters[0];
  return (
    <SettingsPage
      title="Usage"
      description="Everything that counts towards the limits of the plan, who used it, and the forecast for the end of the month. Owners and admins set budgets; managers set those of their teams."
      back={{ label: "Settings", href: href("/settings") }}
      actions={
        may ? (
          <>
            <Segmented aria-label="Period" options={periods} value={period} onValueChange={setPeriod} />
            <Button icon={<Download aria-hidden />} onClick={() => void save(period)}>
              Export CSV
            </Button>
            {can("budget:manage") ? (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
                New budget
              </Button>
            ) : null}
          </>
        ) : null
      }
      phoneActions={
        may ? (
          <>
            <IconButton label="Export CSV" icon={<Download aria-hidden />} onClick={() => void save(period)} />
            {can("budget:manage") ? (
              <IconButton label="New budget" icon={<Plus aria-hidden />} onClick={() => setAdding(true)} />
            ) : null}
          </>
        ) : null
      }
      changes={may ? { of: ["budget"], title: "budgets" } : null}
    >
      {may ? null : (
        <EmptyState title="Usage is for owners, admins and managers" line={false}>
          Ask one of them about the limits of this workspace.
        </EmptyState>
      )}
      {query.error && !query.data ? <QueryFailed title="The usage could not be loaded" query={query} /> : null}
      {may && query.isPending ? <SettingsLoading label="Loading usage" /> : null}
      {query.data && chosen ? (
        <>
          <Segmented
            className="mx-4 mb-3 hidden phone:flex phone:[&>button]:flex-1"
            aria-label="Period on a phone"
            options={periods}
            value={period}
            onValueChange={setPeriod}
          />
          <MeterFigures meters={query.data.meters} chosen={chosen.meter} until={query.data.until} onChoose={setMeter} />
          <div className="grid grow grid-cols-[minmax(0,1fr)_320px] phone:grid-cols-[minmax(0,1fr)]">
            <div className="min-w-0 hairline-r phone:shadow-[inset_0_-1px_0_var(--border)]">
              <UsageDaysSection meter={chosen} period={period} onDrill={setDrill} />
              <UsageTableSection meters={query.data.meters} chosen={chosen} period={period} onDrill={setDrill} />
            </div>
            <BudgetList />
          </div>
        </>
      ) : null}
      {drill ? <UsageEventsDialog drill={drill} onClose={() => setDrill(null)} /> : null}
      {adding ? <BudgetDialog onClose={() => setAdding(false)} /> : null}
    </SettingsPage>
  );
}
