"use client";

import { useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import type { PlanKey } from "@/lib/plans";
import { api } from "@/trpc/react";
import { ChangesLink } from "../../events/components/changes-link";
import type { PlanOverview } from "../schema";
import { DowngradeDialog } from "./downgrade-dialog";
import { ModulesTable } from "./modules-table";
import { PlanComparison } from "./plan-comparison";
import { PlanFigures } from "./plan-figures";
import { PlanStanding } from "./plan-standing";
import { SeatsRow } from "./seats-row";

/** The element that "Change plan" scrolls to. */
const comparisonId = "plans";

/** Settings, Plan and modules: what the workspace may use, what it costs, and the plans that there are. */
export function PlanPage() {
  const { can, href, plan: own } = useWorkspace();
  const query = api.plans.get.useQuery({}, { enabled: own.mayOpen });
  return (
    <SettingsPage
      title="Plan and modules"
      description={`The plan of this workspace, its limits and its cost. ${whoChanges(can)}`}
      back={{ label: "Settings", href: href("/settings") }}
      changes={own.mayOpen ? <ChangesLink of={["plan"]} title="the plan" /> : null}
      actions={query.data ? <Button onClick={toPlans}>Compare plans</Button> : null}
    >
      {own.mayOpen ? null : (
        <EmptyState title="This page is for owners and admins">
          Ask an owner of this workspace about its plan. An admin can give you the right to manage plan and billing.
        </EmptyState>
      )}
      {query.data ? <PlanContent plan={query.data} /> : null}
      {query.error && !query.data ? <QueryFailed title="The plan could not be loaded" query={query} /> : null}
      {query.data || query.error || !own.mayOpen ? null : <LoadingPlan />}
    </SettingsPage>
  );
}

function whoChanges(can: (permission: string) => boolean): string {
  const pays = can("billing:manage");
  const manages = can("workspace:manage");
  if (pays && manages) return "Every amount is shown before you agree to it.";
  if (manages)
    return "You can switch modules on and off. Owners, and members with the right to billing, change the plan.";
  if (pays) return "You can change the plan. Owners and admins switch modules on and off.";
  return "Owners change the plan, and owners and admins switch modules on and off.";
}

function toPlans(): void {
  document.getElementById(comparisonId)?.scrollIntoView({ block: "start" });
}

function PlanContent({ plan }: { plan: PlanOverview }) {
  const [smaller, setSmaller] = useState<PlanKey | null>(null);
  const { can } = useWorkspace();
  const pays = can("billing:manage");
  return (
    <>
      <PlanStanding plan={plan} onCompare={toPlans} />
      <PlanFigures plan={plan} />
      <SeatsRow plan={plan} />
      <ModulesTable plan={plan} />
      <PlanComparison id={comparisonId} plan={plan} onSmaller={pays ? setSmaller : undefined} />
      {smaller ? <DowngradeDialog plan={plan} to={smaller} onClose={() => setSmaller(null)} /> : null}
    </>
  );
}

function LoadingPlan() {
  return (
    <SkeletonRegion label="Loading the plan" className="border-t">
      <div className="grid h-[76px] grid-cols-4 items-center gap-5 px-edge hairline-b phone:h-[150px] phone:grid-cols-2">
        {["w-24", "w-20", "w-28", "w-16"].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
      {["w-40", "w-64", "w-52", "w-72", "w-48"].map((width) => (
        <div key={width} className="flex h-12 items-center px-edge hairline-b hairline-soft">
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonRegion>
  );
}
