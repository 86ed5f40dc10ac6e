"use client";

import { z } from "zod";
import { ComboboxField, SegmentedField, YesNoField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { MoneyField, NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { planCurrency } from "@/lib/plans";
import { useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useTeamSearch } from "@/modules/platform/identity/teams/components/team-picker";
import { budgetScopes, createBudgetInput } from "../budgets/schema";
import { type Budget, useSaveBudget } from "../client";

const scopes = [
  { value: "workspace", label: "Workspace" },
  { value: "team", label: "Team" },
  { value: "member", label: "Member" },
] as const;

const words = "Type whole percentages with commas between them, such as 50, 80, 100.";
const schema = z
  .object({
    scope: z.enum(budgetScopes),
    teamId: z.string().nullable(),
    memberId: z.string().nullable(),
    amount: createBudgetInput.shape.amount.nullable(),
    ratePerUsd: z.number().nullable(),
    thresholds: z.string().regex(/^\s*\d{1,4}(\s*,\s*\d{1,4}){0,9}\s*$/, words),
    stops: z.boolean(),
  })
  .refine(({ amount }) => amount !== null, { path: ["amount"], error: "Type an amount." })
  .refine(({ scope, teamId }) => scope !== "team" || teamId !== null, { path: ["teamId"], error: "Choose a team." })
  .refine(({ scope, memberId }) => scope !== "member" || memberId !== null, {
    path: ["memberId"],
    error: "Choose a member.",
  });
type Fields = z.input<typeof schema>;

/** Without an exponent; rates have eight decimals at most. */
const plainNumber = (rate: number): string => rate.toFixed(8).replace(/\.?0+$/, "");

/** A new budget, or the amount, shares and stop of one. */
export function BudgetDialog({ budget, onClose }: { budget?: Budget; onClose: () => void }) {
  const { currency } = useWorkspace();
  const code = budget?.amount.currency ?? currency;
  const form = useZodForm(schema, {
    defaultValues: {
      scope: budget?.scope ?? "workspace",
      teamId: budget?.team?.id ?? null,
      memberId: budget?.member?.id ?? null,
      amount: budget?.amount ?? null,
      ratePerUsd: budget?.ratePerUsd ? Number(budget.ratePerUsd) : null,
      thresholds: (budget?.thresholds ?? [50, 80, 100]).join(", "),
      stops: budget?.stops ?? false,
    },
  });
  const { create, update } = useSaveBudget();
  const scope = form.watch("scope");
  const teams = useTeamSearch();
  const members = useMemberSearch();
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={budget ? "Edit budget" : "New budget"}
      description="Its spending is estimated from the usage of the month. Owners are always notified."
      form={form}
      submit={budget ? "Save budget" : "Create budget"}
      onSubmit={async ({ amount, thresholds, ratePerUsd, ...given }) => {
        if (!amount) return;
        const shares = thresholds.split(",").map((text) => Number(text.trim()));
        const rate = code === planCurrency || ratePerUsd === null ? null : plainNumber(ratePerUsd);
        const facts = { amount, thresholds: shares, ratePerUsd: rate, stops: given.stops };
        if (budget) await update.mutateAsync({ id: budget.id, version: budget.version, ...facts });
        else
          await create.mutateAsync({
            ...facts,
            scope: given.scope,
            teamId: given.scope === "team" ? given.teamId : null,
            memberId: given.scope === "member" ? given.memberId : null,
          });
      }}
      onDone={() => notify.success(budget ? "Budget saved" : "Budget created")}
    >
      {budget ? null : <SegmentedField<Fields> name="scope" label="Budget of" options={scopes} />}
      {!budget && scope === "team" ? (
        <ComboboxField<Fields> name="teamId" label="Team" search={teams} searchLabel="Find a team" />
      ) : null}
      {!budget && scope === "member" ? (
        <ComboboxField<Fields> name="memberId" label="Member" search={members} searchLabel="Find a member" />
      ) : null}
      <MoneyField<Fields> name="amount" label="Amount a month" currency={code} />
      {code === planCurrency ? null : (
        <NumberField<Fields>
          name="ratePerUsd"
          label={`${code} for one US dollar`}
          hint="Usage prices are in US dollars. The rate stays the same until you change it."
        />
      )}
      <TextField<Fields> name="thresholds" label="Send alerts at, %" hint={words} />
      <YesNoField<Fields>
        name="stops"
        label="Stop at 100%"
        hint="A full budget refuses imports, e-mails and API calls until the month ends."
      />
    </FormDialog>
  );
}
