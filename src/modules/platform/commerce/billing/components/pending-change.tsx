"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { counted } from "@/lib/counted";
import { limits } from "@/lib/plans";
import { type Billing, usePayInvoice } from "@/trpc/plan-acts";
import { useAmountText, useDateTimeFormatter, useDropChange, useOpenPortal } from "../client";

type Pending = NonNullable<Billing["pending"]>;

/** A change that nobody has paid for yet: the plan works as before, so there is a choice. */
export function PendingChange({ billing, pending }: { billing: Billing; pending: Pending }) {
  const amount = useAmountText();
  const formatDateTime = useDateTimeFormatter();
  const { deletion, locale } = useWorkspace();
  const { pay, paying } = usePayInvoice();
  const { drop, dropping } = useDropChange();
  const { open, opening } = useOpenPortal();
  const { mayChange, card } = billing;
  return (
    <Note tone="warning" className="mx-edge my-4">
      <h2 className="font-semibold">{`A change of plan is waiting for its payment of ${amount(pending.amount)}`}</h2>
      <p className="mt-0.5">
        {`${reasonOf(pending, card?.last4)} ${billing.label} stays as it is, with everything in it. The change to ${wordsOf(pending, locale)}, is made once it is paid. Without a payment it is cancelled on ${formatDateTime(pending.expiresAt)}.`}
      </p>
      {mayChange && deletion === null ? (
        <div className="mt-2.5 flex flex-wrap gap-2 phone:flex-col">
          <Button size="sm" busy={opening} onClick={() => open("paymentMethod")}>
            Use another card
          </Button>
          <Button size="sm" busy={paying} onClick={() => pay(pending.invoiceId)}>
            {card ? `Charge card ${card.last4} again` : "Go to the payment"}
          </Button>
          <Button size="sm" variant="ghost" busy={dropping} onClick={drop}>
            Discard the change
          </Button>
        </div>
      ) : null}
    </Note>
  );
}

function reasonOf({ failed }: Pending, last4: string | undefined): string {
  if (!failed) return "The bank asks for a confirmation.";
  return last4 ? `Card ${last4} was declined, or the bank asks for a confirmation.` : "The payment did not go through.";
}

/** "Professional with 9 seats, paid yearly". */
const wordsOf = ({ label, seats, interval }: Pending, locale: string) =>
  `${label} with ${counted(seats, limits.seats, locale)}, paid ${interval}ly`;
