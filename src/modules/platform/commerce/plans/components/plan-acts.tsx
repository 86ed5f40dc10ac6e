"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { notify } from "@/components/ui/toast";
import { useZonedDay } from "@/components/ui/use-day-text";
import { counted } from "@/lib/counted";
import type { LicenceKey } from "@/lib/licences";
import { type Interval, isPaid, limits, type PlanKey } from "@/lib/plans";
import type { Billing } from "@/trpc/plan-acts";
import { useCancelPlan } from "../client";
import { hasPaidPlan, isSmaller } from "../rules";
import type { PlanOverview } from "../schema";
import { ChangeDialog, type ChangeDraft } from "./change-dialog";
import { CheckoutDialog } from "./checkout-dialog";
import { DowngradeDialog } from "./downgrade-dialog";

/** An act on the plan that somebody has begun. */
export type PlanStep =
  | { kind: "plan"; to: PlanKey /** The consequences of a smaller plan were shown. */; seen?: true }
  | { kind: "seats"; seats: number }
  | { kind: "add" | "drop"; module: LicenceKey }
  | { kind: "interval"; interval: Interval };

interface ActsProps {
  plan: PlanOverview;
  billing: Billing | undefined;
  step: PlanStep | null;
  onStep: (step: PlanStep | null) => void;
}

/** The dialogs that change the plan: first purchase, consequences of a smaller one, exact amounts. */
export function PlanActs({ plan, billing, step, onStep }: ActsProps) {
  const { locale } = useListLocale();
  if (!step) return null;
  const close = () => onStep(null);
  if (step.kind === "plan" && !step.seen && isLess(plan, step.to))
    return <Smaller plan={plan} billing={billing} to={step.to} onStep={onStep} />;
  const live = billing !== undefined && hasPaidPlan(billing);
  if (step.kind === "plan" && !live) {
    const target = plan.plans.find((one) => one.plan === step.to);
    return target && isPaid(step.to) ? (
      <CheckoutDialog plan={plan} target={target} paid={step.to} onClose={close} />
    ) : null;
  }
  const draft = billing && draftOf(plan, billing, step, locale);
  return draft ? <ChangeDialog draft={draft} billing={billing} onClose={close} /> : null;
}

const isLess = (plan: PlanOverview, to: PlanKey) => !isPaid(to) || isSmaller(to, plan.plan);

/** The change that a step asks the payments service for, in words. */
function draftOf(plan: PlanOverview, billing: Billing, step: PlanStep, locale: string): ChangeDraft | null {
  if (step.kind === "seats") return seatsDraft(billing.seats.paid ?? billing.seats.used, step.seats, locale);
  if (step.kind === "interval") {
    const word = step.interval === "year" ? "yearly" : "monthly";
    const text = `A new ${step.interval} begins today. The rest of the paid time is credited.`;
    const done = `The plan is paid ${word} now`;
    return { title: `Pay ${word}`, text, done, change: { interval: step.interval } };
  }
  if (step.kind === "plan") {
    const { label } = plan.plans.find((one) => one.plan === step.to) ?? {};
    if (!label || !isPaid(step.to)) return null;
    const text = `From ${plan.label} to ${label} today. The rest of the paid time is credited.`;
    return { title: `Move to ${label}`, text, done: `This workspace is now on ${label}`, change: { plan: step.to } };
  }
  const label = plan.modules.find(({ module }) => module === step.module)?.label ?? step.module;
  const others = billing.addOns.filter((module) => module !== step.module);
  return step.kind === "add"
    ? {
        title: `Add ${label}`,
        text: `${label} is switched on today, and paid for with the plan.`,
        done: `${label} is on`,
        change: { addOns: [...others, step.module] },
      }
    : {
        title: `Remove ${label}`,
        text: `${label} is switched off today, and its data is kept. The rest of the paid time is credited.`,
        done: `${label} is no longer part of the plan`,
        change: { addOns: others },
      };
}

function seatsDraft(now: number, seats: number, locale: string): ChangeDraft {
  const by = counted(Math.abs(seats - now), limits.seats, locale);
  const more = seats > now;
  return {
    title: more ? `Add ${by}` : `Remove ${by}`,
    text: `From ${now.toLocaleString(locale)} to ${counted(seats, limits.seats, locale)} today. The end of the paid time does not change.`,
    done: more ? `${by} added` : `${by} removed`,
    change: { seats },
  };
}

function Smaller({ plan, billing, to, onStep }: Pick<ActsProps, "plan" | "billing" | "onStep"> & { to: PlanKey }) {
  const day = useZonedDay();
  const cancel = useCancelPlan();
  const label = plan.plans.find((one) => one.plan === to)?.label ?? to;
  const live = billing !== undefined && hasPaidPlan(billing) && billing.available && billing.mayChange;
  const end = billing?.periodEnd ? day(billing.periodEnd) : null;
  const close = () => onStep(null);
  const toPaid = {
    text: `Go on to ${label}`,
    on: null,
    note: null,
    run: async () => onStep({ kind: "plan", to, seen: true }),
  };
  const toFree = {
    text: `Move to ${label}`,
    on: end,
    note: end && `${plan.label} is paid until ${end}. You can cancel this until then.`,
    run: async () => {
      await cancel.mutateAsync({});
      notify.success(end ? `This workspace moves to ${label} on ${end}` : `This workspace moves to ${label}`);
      close();
    },
  };
  const move = isPaid(to) ? toPaid : toFree;
  return <DowngradeDialog plan={plan} to={to} onClose={close} move={live && !plan.cancelAt ? move : undefined} />;
}
