"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { MoneyField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { type Money, money } from "@/lib/zod";

const schema = z.object({ amount: money.nullish() });
type Values = z.input<typeof schema>;

export interface WinAnswer {
  amount?: Money | undefined;
}

/**
 * Asks what an opportunity without a value was won for; without an answer it is won without one, and the button says
 * so.
 */
export function WonDialog(props: {
  name: string;
  /** ISO code of the opportunity's amounts; the workspace's if not given. */
  currency?: string | undefined;
  onOpenChange: (open: boolean) => void;
  onAnswer: (answer: WinAnswer) => Promise<void>;
}) {
  const form = useZodForm(schema, { defaultValues: { amount: null } });
  const given = form.watch("amount");
  return (
    <FormDialog
      open
      onOpenChange={props.onOpenChange}
      title={`Mark ${props.name} as won?`}
      description="It has no value yet. Without a value it counts as won, but adds nothing to the totals."
      form={form}
      submit={given ? "Mark as won" : "Win without a value"}
      onSubmit={({ amount }) => props.onAnswer(amount ? { amount } : {})}
    >
      <MoneyField<Values> name="amount" label="Value" optional currency={props.currency} />
    </FormDialog>
  );
}
