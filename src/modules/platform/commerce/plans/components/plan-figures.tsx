"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { useZonedDay } from "@/components/ui/use-day-text";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import type { Billing } from "@/trpc/plan-acts";
import { nextInvoiceFigure } from "../../billing/rules";
import type { PlanOverview } from "../schema";

const paid = { month: "Monthly", year: "Yearly" } as const;

/** Plan, interval, next invoice and payment method, as far as something is paid for. */
export function PlanFigures({ plan, billing }: { plan: PlanOverview; billing: Billing | undefined }) {
  const at = useListLocale();
  const day = useZonedDay();
  const { interval, trialEndsAt, requestsPerMinute } = plan;
  const isFree = plan.plans.find((one) => one.plan === plan.plan)?.seat == null;
  const free: Figure = trialEndsAt
    ? { label: "Trial ends", value: day(trialEndsAt), note: "Starter begins then" }
    : { label: "Paid", value: "Nothing", note: isFree ? "This plan is free" : "No payment is set up" };
  const { periodEnd, card } = billing ?? {};
  const period = periodEnd ? `Until ${day(periodEnd)}` : "Until you change it";
  const invoice: Figure = billing
    ? nextInvoiceFigure(billing, { ...at, day })
    : { label: "Next invoice", value: "–", note: "Owners and admins see it" };
  const method: Figure = card
    ? { label: "Payment method", value: `Card ${card.last4}`, note: `Expires ${monthText(card.expires, at.locale)}` }
    : { label: "Payment method", value: "–", note: interval ? undefined : "Not needed" };
  return (
    <FigureRow
      figures={[
        {
          label: "Plan",
          value: plan.label,
          note: `${counted(requestsPerMinute, { one: "request", many: "requests" }, at.locale)} a minute`,
        },
        interval ? { label: "Paid", value: paid[interval], note: period } : free,
        invoice,
        method,
      ]}
    />
  );
}

/** "Aug 2028" for `2028-08`. */
const monthText = (month: string, locale: string): string =>
  dateFormat(locale, { timeZone: "UTC", month: "short", year: "numeric" }).format(new Date(`${month}-01T00:00:00Z`));
