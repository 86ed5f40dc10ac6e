"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import { SelectField } from "@/components/form/choice-field";
import { FieldFrame } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField, TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Select } from "@/components/ui/select";
import { useApi } from "@/trpc/react";
import { activityKinds } from "../../activity-outcomes/fields";
import { useComplete } from "../client";
import type { Activity } from "../fields";
import { completion } from "../schema";
import { ActivityIcon } from "./activity-icon";
import { followingTime } from "./other-times";
import { WhenFields } from "./when-fields";

export interface CompleteDialogProps {
  activity: Activity;
  onClose(): void;
}

type Values = z.input<typeof completion>;
type Next = NonNullable<Values["next"]>;

/** Marks an activity as done: how it ended, and what comes next. */
export function CompleteDialog({ activity, onClose }: CompleteDialogProps) {
  const { timeZone } = useListLocale();
  const mayPlan = useWorkspace().can("activity:create");
  const complete = useComplete();
  const { outcomes, isPending } = useOutcomes(activity.kind);
  const [proposal] = useState(() => proposalFor(activity, timeZone));
  const form = useZodForm<Values, z.output<typeof completion>>(completion, {
    defaultValues: {
      outcomeId: activity.outcome?.id ?? null,
      outcomeNote: activity.outcomeNote,
      next: mayPlan ? proposal : null,
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Mark ${activity.name} as done`}
      form={form}
      submit="Mark done"
      onSubmit={(answer) => complete(activity, answer)}
    >
      {isPending || outcomes.length > 0 ? (
        <SelectField<Values>
          name="outcomeId"
          label="Outcome"
          optional
          placeholder="Choose an outcome"
          options={outcomes}
        />
      ) : null}
      <TextareaField<Values> name="outcomeNote" label="Result" optional nullable placeholder="What was the result?" />
      {mayPlan ? <NextFields proposal={proposal} /> : null}
    </FormDialog>
  );
}

const inOrder = { sort: { field: "position", direction: "asc" as const }, limit: 100 };

/** The outcomes of the workspace that are offered for a type of activity, in their order. */
function useOutcomes(kind: Activity["kind"]) {
  const { data, isPending } = useQuery(useApi()["activity-outcomes"].list.queryOptions(inOrder));
  const outcomes = (data?.rows ?? []).flatMap(({ id, name, kinds }) =>
    kinds === null || kinds.length === 0 || kinds.includes(kind) ? [{ value: id, label: name }] : [],
  );
  return { outcomes, isPending };
}

const longestSubject = 200;

const proposalFor = (activity: Activity, timeZone: string): Next => ({
  kind: activity.kind,
  name: `Follow up: ${activity.name.replace(/^Follow up: /, "")}`.slice(0, longestSubject),
  ...followingTime(activity, new Date(), timeZone),
});

const none = "none";
const choices = [
  { value: none, label: "No next activity" },
  ...activityKinds.map(({ value, label }) => ({ value, label, icon: <ActivityIcon kind={value} /> })),
];

/** The next activity: its type, or none; its subject and its time. */
function NextFields({ proposal }: { proposal: Next }) {
  const id = useId();
  const form = useFormContext<Values>();
  const next = useWatch<Values, "next">({ name: "next" });
  const [last, setLast] = useState(proposal);
  function choose(kind: string) {
    if (next) setLast(next);
    const chosen = kind === none ? null : { ...(next ?? last), kind: kind as Activity["kind"] };
    form.setValue("next", chosen, { shouldDirty: true, shouldValidate: true });
  }
  return (
    <>
      <FieldFrame id={id} label="What comes next?">
        <Select id={id} options={choices} value={next?.kind ?? none} onValueChange={choose} />
      </FieldFrame>
      {next ? (
        <>
          <TextField<Values> name="next.name" label="Subject" />
          <WhenFields within="next." />
        </>
      ) : null}
    </>
  );
}
