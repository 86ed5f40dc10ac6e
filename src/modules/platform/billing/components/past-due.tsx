"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { dayOf } from "@/components/ui/day-text";
import { Note } from "@/components/ui/note";
import { useDayText } from "@/components/ui/use-day-text";
import { type Billing, useAmountText, usePayInvoice } from "../client";

/** An unpaid invoice: what happens when, and the way out. */
export function PastDue({ billing, pastDue }: { billing: Billing; pastDue: NonNullable<Billing["pastDue"]> }) {
  const amount = useAmountText();
  const day = useDayText();
  const { timeZone } = useWorkspace();
  const { pay, paying } = usePayInvoice();
  const on = (at: string) => day(dayOf(at, timeZone));
  const { openInvoiceId, mayChange } = billing;
  const steps = [
    { label: "Declined", when: on(pastDue.since), note: "All members keep working" },
    ...(pastDue.nextAttemptAt
      ? [{ label: "Next try", when: on(pastDue.nextAttemptAt), note: "The stored card is charged again" }]
      : []),
    { label: "Read-only", when: on(pastDue.readOnlyAt), note: "Reading and export stay" },
    { label: "Starter", when: on(pastDue.starterAt), note: "3 seats, nothing is deleted" },
  ];
  return (
    <Note tone="danger" className="mx-edge mb-4">
      <p>
        The payment of <strong>{amount(billing.open)}</strong> did not go through. The workspace becomes read-only on{" "}
        {on(pastDue.readOnlyAt)}. Paying on any day ends this at once.
      </p>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fit,minmax(140px,1fr))] gap-3">
        {steps.map(({ label, when, note }) => (
          <div key={label} className="min-w-0">
            <dt className="font-medium">{label}</dt>
            <dd>{when}</dd>
            <dd className="text-muted text-sm">{note}</dd>
          </div>
        ))}
      </dl>
      {mayChange && openInvoiceId ? (
        <Button size="sm" className="mt-3" busy={paying} onClick={() => pay(openInvoiceId)}>
          Pay {amount(billing.open)}
        </Button>
      ) : null}
    </Note>
  );
}
