"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { FieldFrame } from "@/components/form/field";
import { readServerError } from "@/components/form/server-error";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Segmented } from "@/components/ui/segmented";
import { Stepper } from "@/components/ui/stepper";
import { counted } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import { type Interval, limits, type PaidPlan } from "@/lib/plans";
import { useCheckout } from "../client";
import { costOf, type OfferedPlan } from "../rules";
import type { PlanOverview } from "../schema";

interface CheckoutProps {
  plan: PlanOverview;
  /** The plan to buy, with its key. */
  target: OfferedPlan;
  paid: PaidPlan;
  onClose: () => void;
}

const options: { value: Interval; label: string }[] = [
  { value: "year", label: "Yearly" },
  { value: "month", label: "Monthly" },
];

/** The first purchase: interval and seats, then the page of the payments service. */
export function CheckoutDialog({ plan, target, paid, onClose }: CheckoutProps) {
  const at = useListLocale();
  const checkout = useCheckout();
  const [interval, setInterval] = useState<Interval>("year");
  const least = Math.max(1, plan.seats.used);
  const [seats, setSeats] = useState(least);
  const cost = costOf(target, { seats, addOns: [], interval });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Choose ${target.label}`}
      description="The payments page follows, where you enter a card, a tax number or a promotion code. Nothing is bought before you agree there."
      action="Go to payment"
      tone="primary"
      disabled={cost === null || seats < least}
      onConfirm={async () => {
        try {
          const { url } = await checkout.mutateAsync({ plan: paid, interval, seats });
          window.location.assign(url);
          // The dialog stays until the other page is there.
          await new Promise(() => undefined);
        } catch (error) {
          throw new Error(readServerError(error).message, { cause: error });
        }
      }}
    >
      <div className="flex flex-col gap-field-gap">
        <Segmented look="field" aria-label="Paid" options={options} value={interval} onValueChange={setInterval} />
        <FieldFrame
          id="checkout-seats"
          group
          label="Seats"
          hint={`${counted(plan.seats.used, limits.seats, at.locale)} in use. Free seats wait for members who join.`}
        >
          <Stepper
            label="Seats"
            value={seats}
            min={least}
            max={target.limits.seats}
            onValueChange={setSeats}
            className="w-32 phone:w-full"
          />
        </FieldFrame>
        <p className="flex items-baseline justify-between gap-4 pt-2 font-semibold hairline-t">
          <span>{interval === "year" ? "Each year, before tax" : "Each month, before tax"}</span>
          <span className="text-figure">{cost === null ? "–" : formatMoney(cost, plan.currency, at)}</span>
        </p>
      </div>
    </ConfirmDialog>
  );
}
