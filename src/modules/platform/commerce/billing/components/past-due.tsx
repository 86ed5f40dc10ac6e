"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { useZonedDay } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { limits, versionOf } from "@/lib/plans";
import { type Billing, usePayInvoice } from "@/trpc/plan-acts";
import { useAmountText } from "../client";

/** An unpaid invoice: what happens when, and the way out. */
export function PastDue({ billing, pastDue }: { billing: Billing; pastDue: NonNullable<Billing["pastDue"]> }) {
  const { locale } = useListLocale();
  const amount = useAmountText();
  const day = useZonedDay();
  const { pay, paying } = usePayInvoice();
  const { openInvoiceId, mayChange } = billing;
  const isReadOnly = new Date(pastDue.readOnlyAt) <= new Date();
  const steps = [
    { label: "Declined", at: pastDue.since, note: "All members keep working" },
    ...(pastDue.nextAttemptAt
      ? [{ label: "Next attempt", at: pastDue.nextAttemptAt, note: "The stored card is charged again" }]
      : []),
    { label: "Read-only", at: pastDue.readOnlyAt, note: "Reading and export stay" },
    { label: "Starter", at: pastDue.starterAt, note: `${starterSeats(locale)}Nothing is deleted` },
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section aria-labelledby="past-due" className="shrink-0 px-edge py-4 hairline-b">
      <div className="flex items-center gap-4 phone:flex-col phone:items-stretch phone:gap-2.5">
        <div className="min-w-0 flex-1">
          <h2 id="past-due" className="font-semibold text-danger">
            The payment of {amount(billing.open)} did not go through
          </h2>
          <p className="mt-0.5 text-muted">
            The workspace {isReadOnly ? "has been read-only since" : "becomes read-only on"} {day(pastDue.readOnlyAt)}.
            Paying on any day ends this at once.
            {mayChange ? null : " Owners and members with the “plan and billing” permission can pay."}
          </p>
        </div>
        {mayChange && openInvoiceId ? (
          <Button busy={paying} onClick={() => pay(openInvoiceId)}>
            Pay {amount(billing.open)}
          </Button>
        ) : null}
      </div>
      <ol className="mt-4 grid auto-cols-fr grid-flow-col gap-y-3 phone:grid-flow-row">
        {steps.map(({ label, at, note }) => {
          const isPast = new Date(at) <= new Date();
          return (
            <li key={label} className="relative min-w-0 pt-5 pr-4 phone:pt-0 phone:pl-6">
              <span aria-hidden className={cn("absolute inset-x-0 top-1 h-0.5 phone:hidden", lineOf(isPast))} />
              <span
                aria-hidden
                className={cn("absolute top-0 left-0 size-2.5 rounded-full phone:top-1", dotOf(isPast))}
              />
              <div className="font-medium">{label}</div>
              <div className={cn("text-sm", isPast && "text-danger")}>{day(at)}</div>
              <div className="text-muted text-sm">{note}</div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const { seats } = versionOf(null).plans.starter.limits;
const starterSeats = (locale: string) => (seats === null ? "" : `${counted(seats, limits.seats, locale)}. `);

const lineOf = (isPast: boolean) => (isPast ? "bg-danger" : "bg-border");
const dotOf = (isPast: boolean) => (isPast ? "bg-danger" : "border-2 border-border-strong bg-surface");
