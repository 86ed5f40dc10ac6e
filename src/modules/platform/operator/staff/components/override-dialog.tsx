"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { SegmentedField, SelectField, YesNoField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { DateField, NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { licenceOf } from "@/lib/licences";
import { limitKeys, limits } from "@/lib/plans";
import { useApi } from "@/trpc/react";
import { type StaffWorkspace, useStaffAct } from "../client";
import { type AddOverride, overrideForm, overridePlans } from "../schema";
import { dayAfter, endOfDay } from "./act-dialog";
import { planLabel } from "./workspace-words";

type Fields = z.input<typeof overrideForm>;

const limitOptions = limitKeys.map((value) => ({ value, label: limits[value].label }));
const planOptions = overridePlans.map((value) => ({ value, label: planLabel(value) }));

/** The input of the act: the thing, its value and its end. */
function actOf(given: z.output<typeof overrideForm>, { id, timeZone }: StaffWorkspace): AddOverride {
  const common = { id, endsAt: endOfDay(given.until, timeZone), reason: given.reason };
  if (given.kind === "limit") return { ...common, kind: "limit", limit: given.limit, most: given.most };
  if (given.kind === "plan") return { ...common, kind: "plan", plan: given.plan };
  if (given.module === null) throw new Error("The form lets no module override through without a module.");
  return { ...common, kind: "module", module: given.module, on: given.on };
}

/** A limit, a module or a plan besides the one that the workspace has, until a day. */
export function OverrideDialog({ workspace, onClose }: { workspace: StaffWorkspace; onClose: () => void }) {
  const api = useApi();
  const modules = useQuery(api.staff.overrides.queryOptions({ id: workspace.id })).data?.modules ?? [];
  const form = useZodForm(overrideForm, {
    defaultValues: {
      kind: "limit",
      limit: "seats",
      most: null,
      module: null,
      on: true,
      plan: "professional",
      until: dayAfter(14, workspace.timeZone),
      reason: "",
    },
  });
  const add = useMutation(api.staff.addOverride.mutationOptions(useStaffAct()));
  const kind = form.watch("kind");
  const kinds = [
    { value: "limit", label: "Limit" },
    ...(modules.length > 0 ? [{ value: "module", label: "Module" }] : []),
    { value: "plan", label: "Plan" },
  ];
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Add override"
      description={`${workspace.name} gets this in addition to its plan. It replaces any current override of the same limit, module or plan.`}
      form={form}
      submit="Add override"
      onSubmit={async (given) => {
        await add.mutateAsync(actOf(given, workspace));
      }}
      onDone={() => notify.success("Override added")}
    >
      <SegmentedField<Fields> name="kind" label="Override of" options={kinds} />
      {kind === "limit" ? (
        <>
          <SelectField<Fields> name="limit" label="Limit" options={limitOptions} />
          <NumberField<Fields> name="most" label="At most" optional hint="Empty means no limit." />
        </>
      ) : null}
      {kind === "module" ? (
        <>
          <SelectField<Fields>
            name="module"
            label="Module"
            options={modules.map((value) => ({ value, label: licenceOf(value).label }))}
          />
          <YesNoField<Fields> name="on" label="On" />
        </>
      ) : null}
      {kind === "plan" ? <SelectField<Fields> name="plan" label="Plan" options={planOptions} /> : null}
      <DateField<Fields> name="until" label="Until" hint="The end of this day, UTC; at most a year from now." />
      <TextareaField<Fields> name="reason" label="Reason" rows={2} />
    </FormDialog>
  );
}
