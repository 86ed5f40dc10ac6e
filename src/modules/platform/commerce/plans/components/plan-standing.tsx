"use client";

import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note, type NoteProps } from "@/components/ui/note";
import { useZonedDay } from "@/components/ui/use-day-text";
import { counted } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import { graceDays, limits } from "@/lib/plans";
import { type Billing, usePayInvoice, useResumePlan } from "@/trpc/plan-acts";
import { canBuy } from "../rules";
import type { PlanOverview } from "../schema";

interface StandingProps {
  plan: PlanOverview;
  billing: Billing | undefined;
  onCompare: () => void;
}

/** The state of the plan that needs an act: trial, unpaid, read-only, ending. */
export function PlanStanding({ plan, billing, onCompare }: StandingProps) {
  const day = useZonedDay();
  const { deletion, href, locale } = useWorkspace();
  const pays = canBuy(billing);
  const ask = pays ? "" : " Ask an owner.";
  if (plan.readOnly)
    return (
      <Standing tone="danger" act={<PayButton billing={billing} />}>
        {`The last invoice is not paid, and this workspace has been read-only since ${day(plan.readOnly.since)}. Nothing is lost: everything opens again when it is paid.${ask}`}
      </Standing>
    );
  if (plan.standing === "past_due") {
    const until = billing?.pastDue ? `until ${day(billing.pastDue.readOnlyAt)}` : `for ${graceDays} days`;
    return (
      <Standing tone="warning" act={<PayButton billing={billing} />}>
        {`The last invoice is not paid. Everything works ${until}; then this workspace is read-only until it is paid.${ask}`}
      </Standing>
    );
  }
  if (plan.cancelAt)
    return (
      <Standing tone="info" act={pays && deletion === null ? <KeepButton label={plan.label} /> : null}>
        {`${plan.label} ends on ${day(plan.cancelAt)}, and the workspace moves to Starter then. Nothing is deleted.`}
      </Standing>
    );
  if (billing?.pending)
    return (
      <Standing
        tone="warning"
        act={
          <Button asChild>
            <Link href={href("/settings/billing")}>Pay or discard it</Link>
          </Button>
        }
      >
        {`A change of plan is waiting for its payment: ${billing.pending.label} with ${counted(billing.pending.seats, limits.seats, locale)}. Until then ${plan.label} stays as it is.`}
      </Standing>
    );
  if (!plan.trialEndsAt) return null;
  return (
    <Standing tone="info" act={<Button onClick={onCompare}>{pays ? "Choose a plan" : "Compare plans"}</Button>}>
      {`The trial ends on ${day(plan.trialEndsAt)}. Without another plan the workspace moves to Starter then: nothing is deleted, and records over its limits become read-only.`}
    </Standing>
  );
}

/** Pays the oldest open invoice with the stored card; where that fails, the payments page goes on. */
function PayButton({ billing }: { billing: Billing | undefined }) {
  const at = useListLocale();
  const { pay, paying } = usePayInvoice();
  const id = billing?.openInvoiceId;
  if (!id || !canBuy(billing)) return null;
  return (
    <Button variant="primary" busy={paying} onClick={() => pay(id)}>
      {`Pay ${formatMoney(billing.open.amount, billing.open.currency, at)}`}
    </Button>
  );
}

function KeepButton({ label }: { label: string }) {
  const { resume, resuming } = useResumePlan(label);
  return (
    <Button busy={resuming} onClick={resume}>
      {`Keep ${label}`}
    </Button>
  );
}

function Standing({ tone, act, children }: Pick<NoteProps, "tone"> & { act?: ReactNode; children: ReactNode }) {
  return (
    <div className="shrink-0 px-edge pb-4">
      <Note tone={tone}>
        <div className="flex items-center gap-4 phone:flex-col phone:items-stretch phone:gap-2.5">
          <p className="min-w-0 flex-1">{children}</p>
          {act}
        </div>
      </Note>
    </div>
  );
}
