"use client";

import { useMutation } from "@tanstack/react-query";
import type { z } from "zod";
import { SegmentedField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useApi } from "@/trpc/react";
import { useRefreshPipelines } from "../client";
import { stageTypes } from "../fields";
import { orderScope } from "../rules";
import { type Pipeline, stageInput } from "../schema";
import { typeLabels } from "./stage-row";

const schema = stageInput.omit({ color: true });
type Values = z.input<typeof schema>;
const types = stageTypes.map((value) => ({ value, label: typeLabels[value] }));

/** Adds a stage as the last one of its type. */
export function StageDialog(props: { pipeline: Pipeline; open: boolean; onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const refresh = useRefreshPipelines();
  const create = useMutation(
    api.pipelines.createStage.mutationOptions({ scope: orderScope, onError: () => void refresh() }),
  );
  const form = useZodForm(schema, {
    defaultValues: { name: "", type: "open", probability: null, rotDays: null, serviceHours: null },
  });
  const open = form.watch("type") === "open";
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Add a stage to ${props.pipeline.name}`}
      form={form}
      submit="Add stage"
      onSubmit={async ({ name, type, probability, rotDays, serviceHours }) => {
        await create.mutateAsync({
          pipelineId: props.pipeline.id,
          name,
          type,
          ...(type === "open" ? { probability, rotDays, serviceHours } : {}),
        });
        await refresh();
      }}
    >
      <TextField<Values> name="name" label="Name" autoComplete="off" />
      <SegmentedField<Values>
        name="type"
        label="Type"
        options={types}
        hint="Opportunities in this stage are open, won or lost. You cannot change the type later."
      />
      {open ? (
        <>
          <NumberField<Values>
            name="probability"
            label="Probability"
            optional
            unit="%"
            hint="Without one, weighted values leave its opportunities out and say how many."
          />
          <NumberField<Values>
            name="rotDays"
            label="Inactive after"
            optional
            unit="days"
            hint="After this many days without activity, an opportunity is highlighted."
          />
          <NumberField<Values>
            name="serviceHours"
            label="Follow up within"
            optional
            unit="working hours"
            hint="An opportunity without activity for longer is on the follow-up list."
          />
        </>
      ) : null}
    </FormDialog>
  );
}
