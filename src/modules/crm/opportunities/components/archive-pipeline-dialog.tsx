"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { FieldFrame } from "@/components/form/field";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import { useStages } from "../../pipelines/components/stage-badge";
import { orderScope, shownPipeline } from "../../pipelines/rules";
import type { Pipeline } from "../../pipelines/schema";
import { useOpportunityCache } from "../client";
import type { OpenByStage } from "../pipelines/schema";
import { countText, suggestedStages } from "./archived-stages";

interface Asked {
  pipeline: Pipeline;
  open: OpenByStage;
}

/**
 * Archives a pipeline: at once, with an undo, when it has no open opportunity; otherwise the dialog asks where they go.
 */
export function useArchivePipeline(): { archive(pipeline: Pipeline): Promise<void>; dialog: ReactNode } {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const { refresh } = useOpportunityCache();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { mutateAsync } = useMutation(api.opportunities.archivePipeline.mutationOptions({ scope: orderScope }));
  const restore = useMutation(api.pipelines.restore.mutationOptions());
  const askAgain = () => Promise.all([client.invalidateQueries({ queryKey: [["pipelines"]] }), refresh()]);

  async function archive(pipeline: Pipeline): Promise<void> {
    try {
      const open = await client.fetchQuery(
        api.opportunities.openByStage.queryOptions({ id: pipeline.id }, { staleTime: 0 }),
      );
      if (open.length > 0) return setAsked({ pipeline, open });
      const { id, version } = await mutateAsync({ id: pipeline.id, version: pipeline.version });
      offerUndo(`${pipeline.name} archived`, () =>
        succeeded(restore.mutateAsync({ id, version }), toastRefusal).finally(askAgain),
      );
    } catch (error) {
      toastRefusal(error);
    }
    await askAgain();
  }

  return {
    archive,
    dialog: asked ? (
      <ArchivePipelineDialog
        {...asked}
        onDone={() => setAsked(null)}
        onArchive={async (stages) => {
          await mutateAsync({ id: asked.pipeline.id, version: asked.pipeline.version, stages });
          await askAgain();
        }}
      />
    ) : null,
  };
}

interface DialogProps extends Asked {
  onDone(): void;
  onArchive(stages: { stageId: string; toStageId: string }[]): Promise<void>;
}

/** Asks for the pipeline and the stages that the open opportunities of a pipeline go to. */
function ArchivePipelineDialog({ pipeline, open, onDone, onArchive }: DialogProps) {
  const { locale } = useWorkspace();
  const id = useId();
  const others = useStages().pipelines.filter((other) => other.id !== pipeline.id);
  const [pipelineId, setPipelineId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const to = shownPipeline(others, pipelineId);
  const targets = to?.stages.filter((stage) => stage.type === "open") ?? [];
  const suggested = suggestedStages(
    pipeline.stages.filter((stage) => stage.type === "open"),
    targets,
  );
  const held = pipeline.stages.filter((stage) => open.some(({ stageId }) => stageId === stage.id));
  const targetOf = (stageId: string) => chosen[stageId] ?? suggested.get(stageId);
  const moves = held.flatMap(({ id: stageId }) => {
    const toStageId = targetOf(stageId);
    return toStageId ? [{ stageId, toStageId }] : [];
  });
  const all = countText(open, locale);
  const alone = open.reduce((sum, stage) => sum + stage.count + stage.archived, 0) === 1;
  return (
    <ConfirmDialog
      open
      onOpenChange={(next) => {
        if (!next) onDone();
      }}
      title={`Archive the pipeline ${pipeline.name}?`}
      description={`${all} ${alone ? "goes" : "go"} to another pipeline. Closed ones stay in this pipeline and in lists. You can restore the pipeline later; opportunities that were moved stay where they are.`}
      action="Archive pipeline"
      disabled={!to || moves.length < held.length}
      onConfirm={async () => {
        try {
          await onArchive(moves);
        } catch (error) {
          const { fields, message } = readServerError(error);
          throw new Error(fields[0]?.message ?? message);
        }
        notify.success(`${pipeline.name} archived. ${all} went to ${to?.name}`);
      }}
    >
      <div className="flex flex-col gap-field-gap">
        <FieldFrame id={id} label="They go to the pipeline">
          <Select
            id={id}
            value={to?.id ?? null}
            onValueChange={(next) => {
              setPipelineId(next);
              setChosen({});
            }}
            options={others.map((other) => ({ value: other.id, label: other.name }))}
          />
        </FieldFrame>
        {held.map((stage) => (
          <FieldFrame
            key={stage.id}
            id={`${id}-${stage.id}`}
            label={stage.name}
            action={
              <span className="text-muted">
                {countText(
                  open.filter(({ stageId }) => stageId === stage.id),
                  locale,
                )}
              </span>
            }
          >
            <Select
              id={`${id}-${stage.id}`}
              value={targetOf(stage.id) ?? null}
              onValueChange={(next) => setChosen({ ...chosen, [stage.id]: next })}
              options={targets.map((other) => ({ value: other.id, label: other.name }))}
            />
          </FieldFrame>
        ))}
      </div>
    </ConfirmDialog>
  );
}
