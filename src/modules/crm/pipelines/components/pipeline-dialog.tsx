"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { useRefreshPipelines } from "../client";
import { defaultStages } from "../rules";
import type { NewStage, Pipeline } from "../schema";

const schema = z.object({ name: shortText, template: z.string() });
type Values = z.input<typeof schema>;

const usual = "usual";
const short = "short";
const shortStages: NewStage[] = [
  { name: "New", type: "open", probability: 20, rotDays: 14 },
  { name: "In progress", type: "open", probability: 60, rotDays: 14 },
  { name: "Won", type: "won" },
  { name: "Lost", type: "lost" },
];

/** Creates a pipeline from a template or from the stages of another one. */
export function PipelineDialog(props: {
  pipelines: readonly Pipeline[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (pipeline: Pipeline) => void;
}) {
  const api = useApi();
  const create = useMutation(api.pipelines.create.mutationOptions());
  const refresh = useRefreshPipelines();
  const form = useZodForm(schema, { defaultValues: { name: "", template: usual } });

  async function submit({ name, template }: z.output<typeof schema>) {
    const copied = props.pipelines.find((pipeline) => pipeline.id === template);
    const pipeline = await create.mutateAsync({
      name,
      ...(template === short ? { stages: shortStages } : {}),
      ...(copied ? copyOf(copied) : {}),
    });
    await refresh();
    props.onCreated(pipeline);
  }

  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="New pipeline"
      form={form}
      submit="Create pipeline"
      onSubmit={submit}
    >
      <TextField<Values> name="name" label="Name" autoComplete="off" />
      <SelectField<Values>
        name="template"
        label="Stages"
        hint="You can change them afterwards."
        options={[
          { value: usual, label: "Six usual stages", note: names(defaultStages) },
          { value: short, label: "Short", note: names(shortStages) },
          ...props.pipelines.map((pipeline) => ({ value: pipeline.id, label: `Same as ${pipeline.name}` })),
        ]}
      />
    </FormDialog>
  );
}

const names = (stages: readonly { name: string; type: string }[]) =>
  stages
    .filter((stage) => stage.type === "open")
    .map((stage) => stage.name)
    .join(", ");

/** Stages and loss reasons of another pipeline, as a new one takes them. */
function copyOf(pipeline: Pipeline) {
  return {
    stages: pipeline.stages.map(({ name, type, color, probability, rotDays, serviceHours }) => ({
      name,
      type,
      color,
      ...(type === "open" ? { probability, rotDays, serviceHours } : {}),
    })),
    lossReasons: pipeline.lossReasons.filter((reason) => !reason.archivedAt).map((reason) => reason.name),
  };
}
