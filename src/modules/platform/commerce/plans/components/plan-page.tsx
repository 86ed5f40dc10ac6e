"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { planPage } from "@/lib/plan-page";
import { type Billing, useReturnFromPayments } from "@/trpc/plan-acts";
import { useApi } from "@/trpc/react";
import { useBilling } from "../client";
import { canBuy, hasPaidPlan } from "../rules";
import type { PlanOverview } from "../schema";
import { ModulesTable } from "./modules-table";
import { OverLimits } from "./over-limits";
import { PlanActs, type PlanStep } from "./plan-acts";
import { PlanComparison } from "./plan-comparison";
import { PlanFigures } from "./plan-figures";
import { PlanStanding } from "./plan-standing";
import { SeatsRow } from "./seats-row";

/** The element that "Compare plans" scrolls to. */
const comparisonId = "plans";

/** The plan in Settings: what the workspace may use, what it costs, and the plans that there are. */
export function PlanPage() {
  const api = useApi();
  const { can, href, role, plan: own } = useWorkspace();
  const query = useQuery(api.plans.get.queryOptions({}, { enabled: own.mayOpen }));
  const billing = useBilling();
  // Without its payment a plan would look free for a moment.
  const isLoading = !query.data || (billing.may && billing.query.isPending);
  useReturnFromPayments(can("billing:manage"));
  return (
    <SettingsPage
      title={planPage()}
      description={`The plan of this workspace, its limits and its cost. ${whoChanges(role, can)}`}
      back={{ label: "Settings", href: href("/settings") }}
      changes={own.mayOpen ? { of: ["plan", "billing"], title: "the plan" } : null}
      actions={
        query.data ? (
          <>
            {can("billing:manage") || can("workspace:manage") ? (
              <Button asChild>
                <Link href={href("/settings/billing")}>Invoices</Link>
              </Button>
            ) : null}
            <Button onClick={toPlans}>Compare plans</Button>
          </>
        ) : null
      }
    >
      {own.mayOpen ? null : (
        <EmptyState title="This page is for owners and admins">
          Ask an owner of this workspace about its plan. An admin can give you the “plan and billing” permission.
        </EmptyState>
      )}
      {query.data && !isLoading ? <PlanContent plan={query.data} billing={billing.query.data} /> : null}
      {billing.query.error && !billing.query.data ? (
        <LineFailed title="The payment of this plan could not be loaded." query={billing.query} />
      ) : null}
      {query.error && !query.data ? <QueryFailed title="The plan could not be loaded" query={query} /> : null}
      {isLoading && !query.error && own.mayOpen ? <LoadingPlan /> : null}
    </SettingsPage>
  );
}

function whoChanges(role: string, can: (permission: string) => boolean): string {
  const pays = can("billing:manage");
  // A read-only workspace takes the right away, and a notice above says so.
  const manages = can("workspace:manage") || role === "owner" || role === "admin";
  if (pays && manages) return "Every amount is shown before you agree to it.";
  if (manages)
    return "You can switch modules on and off. Owners and members with the “plan and billing” permission can change the plan.";
  return "You can change the plan. Owners and admins switch modules on and off.";
}

function toPlans(): void {
  document.getElementById(comparisonId)?.scrollIntoView({ block: "start" });
}

function PlanContent({ plan, billing }: { plan: PlanOverview; billing: Billing | undefined }) {
  const [step, setStep] = useState<PlanStep | null>(null);
  const { can, deletion } = useWorkspace();
  const live = billing !== undefined && hasPaidPlan(billing);
  const buys = canBuy(billing) && deletion === null;
  return (
    <>
      <PlanStanding plan={plan} billing={billing} onCompare={toPlans} />
      <PlanFigures plan={plan} billing={billing} />
      <SeatsRow plan={plan} onChange={live && buys ? (seats) => setStep({ kind: "seats", seats }) : undefined} />
      {plan.over.length > 0 ? <OverLimits plan={plan} /> : null}
      <ModulesTable
        plan={plan}
        buys={live && buys}
        onBuy={(module, on) => setStep({ kind: on ? "add" : "drop", module })}
      />
      <PlanComparison
        id={comparisonId}
        plan={plan}
        note={whyNoSale(billing, deletion !== null)}
        onChoose={(to) => setStep({ kind: "plan", to })}
        may={{ look: can("billing:manage"), buy: buys }}
        onInterval={live && buys ? (interval) => setStep({ kind: "interval", interval }) : undefined}
      />
      <PlanActs plan={plan} billing={billing} step={step} onStep={setStep} />
    </>
  );
}

function whyNoSale(billing: Billing | undefined, isEnding: boolean): string | null {
  if (isEnding) return "This workspace will be deleted, so no plan can be bought. Undo the deletion first.";
  return billing && !billing.available
    ? "Payments are not set up on this server, so plans cannot be bought here. Ask the operator of this server to set them up."
    : null;
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
