"use client";

import { CreditCard } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { useZonedDay } from "@/components/ui/use-day-text";
import { capital } from "@/lib/text";
import { type Billing, useResumePlan } from "@/trpc/plan-acts";
import { useOpenPortal } from "../client";

/** "Aug 2028" of "2028-08". */
function expiryText(expires: string, locale: string): string {
  return new Date(`${expires}-01T00:00:00Z`).toLocaleDateString(locale, {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** The card that pays, and the end of the plan where somebody has cancelled it. */
export function PaymentMethod({ billing }: { billing: Billing }) {
  const { locale, deletion } = useWorkspace();
  const { open, opening } = useOpenPortal();
  const { card, mayChange, available } = billing;
  return (
    <section
      aria-labelledby="payment-method"
      className="min-w-0 px-edge py-4 hairline-r phone:shadow-[inset_0_-1px_0_var(--border)]"
    >
      <h2 id="payment-method" className="flex min-h-7 items-center font-semibold">
        Payment method
      </h2>
      <div className="mt-3 flex items-center gap-3">
        <CreditCard aria-hidden className="size-4 shrink-0 text-faint" />
        <div className="min-w-0 flex-1">
          <div className="truncate font-medium">
            {card ? `${capital(card.brand)} ending ${card.last4}` : "No card is stored"}
          </div>
          <div className="text-muted text-sm">
            {card
              ? `Expires ${expiryText(card.expires, locale)}, used for every invoice`
              : "Invoices are paid on their page"}
          </div>
        </div>
        {mayChange && available && deletion === null ? (
          <Button busy={opening} onClick={() => open("paymentMethod")}>
            {card ? "Replace" : "Add card"}
          </Button>
        ) : null}
      </div>
      {billing.cancelAt ? <Ending at={billing.cancelAt} label={billing.label} mayChange={mayChange} /> : null}
    </section>
  );
}

function Ending({ at, label, mayChange }: { at: string; label: string; mayChange: boolean }) {
  const day = useZonedDay();
  const { deletion } = useWorkspace();
  const { resume, resuming } = useResumePlan(label);
  return (
    <Note tone="info" className="mt-4">
      <p>
        {label} ends on {day(at)}. The workspace moves to Starter then, and nothing is deleted.
      </p>
      {mayChange && deletion === null ? (
        <Button size="sm" className="mt-2" busy={resuming} onClick={resume}>
          Keep {label}
        </Button>
      ) : null}
    </Note>
  );
}
