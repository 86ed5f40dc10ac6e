"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { OrderedRows } from "@/components/layout/settings-list";
import { GroupHead } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useReorderStages } from "../client";
import { stageTypes } from "../fields";
import type { Pipeline, Stage } from "../schema";
import { StageDialog } from "./stage-dialog";
import { StageRow, typeLabels } from "./stage-row";

export interface StageListProps {
  pipeline: Pipeline;
  may: boolean;
  opportunities(stage: Stage): ReactNode;
  onRemove(stage: Stage): void;
}

/** The stages of a pipeline in board order; members reorder each type by itself. */
export function StageList({ pipeline, may, opportunities, onRemove }: StageListProps) {
  const [adding, setAdding] = useState(false);
  const reorder = useReorderStages();
  const groups = stageTypes.map((type) => ({ type, stages: pipeline.stages.filter((stage) => stage.type === type) }));

  function order(type: Stage["type"], ids: string[]) {
    const stageIds = groups.flatMap((group) => (group.type === type ? ids : group.stages.map((stage) => stage.id)));
    reorder.mutate({ id: pipeline.id, version: pipeline.version, stageIds });
  }

  return (
    <section aria-label="Stages">
      <GroupHead
        title="Stages"
        count={pipeline.stages.length}
        note="Opportunities go through the open stages from top to bottom"
        action={
          may ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
              Add stage
            </Button>
          ) : null
        }
      />
      <div className="flex h-thead items-center gap-2 px-edge text-faint text-sm hairline-b phone:h-11">
        {may ? <span className="w-[18px] shrink-0" /> : null}
        <span className="w-6 shrink-0" />
        <span className="flex-1">Name</span>
        <span className="w-16 shrink-0 phone:hidden">Type</span>
        <span className="w-26 shrink-0 text-right">
          <span className="phone:sr-only">Probability</span>
        </span>
        <span className="w-28 shrink-0 text-right phone:hidden">Inactive after</span>
        <span className="w-28 shrink-0 text-right phone:hidden">Follow up within</span>
        <span className="w-24 shrink-0 text-right phone:hidden">Opportunities</span>
        <span className="w-8 shrink-0 phone:hidden" />
        <span className="flex w-8 shrink-0 justify-end">
          {may ? (
            <span className="desk:hidden">
              <IconButton label="Add stage" icon={<Plus aria-hidden />} onClick={() => setAdding(true)} />
            </span>
          ) : null}
        </span>
      </div>
      {groups.map(({ type, stages }) => (
        <OrderedRows
          key={type}
          label={`${typeLabels[type]} stages`}
          rows={stages}
          enabled={may}
          onOrder={(ids) => order(type, ids)}
        >
          {(stage, moves) => (
            <StageRow
              stage={stage}
              may={may}
              opportunities={opportunities(stage)}
              {...moves}
              onRemove={stages.length > 1 ? () => onRemove(stage) : null}
            />
          )}
        </OrderedRows>
      ))}
      <StageDialog pipeline={pipeline} open={adding} onOpenChange={setAdding} />
    </section>
  );
}
