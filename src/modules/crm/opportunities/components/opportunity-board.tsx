"use client";

import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { BoardPeek } from "@/components/board/board-peek";
import { useListState } from "@/components/data-table/use-list-state";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateDialog } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/peek-panel";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { BoardFilterBar } from "./board-filter-bar";
import { BoardHeader } from "./board-header";
import { boardSorts } from "./board-sorts";
import { OpportunityMoveNotice } from "./move-notice";
import { useOpportunityFilterNames } from "./opportunity-filters";
import { OpportunityForm } from "./opportunity-form";
import { OpportunityPeek } from "./opportunity-peek";
import { cardId, cardLabel, PipelineBoard } from "./pipeline-board";
import { useCardMove } from "./use-card-move";
import { usePipeline } from "./use-pipeline";

const sortNames = boardSorts.map((sort) => sort.field);

/** The pipeline as a board: drag, keyboard and touch move opportunities from stage to stage. */
export function OpportunityBoard() {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const [pipelineId, setPipelineId] = useQueryState("pipeline", parseAsString);
  const creating = useCreateDialog("opportunity:create");
  /** The column whose + was pressed. */
  const [stageForNew, setStageForNew] = useState<string>();
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const hrefOf = (id: string) => href(`/opportunities/${id}`);
  const list = useListState({ fields: useOpportunityFilterNames(), sortFields: sortNames });
  const pipeline = usePipeline(list.request, pipelineId);
  const { data, pages, columns } = pipeline;
  const { moveCard, dialog } = useCardMove(pipeline);

  function create(stageId?: string): void {
    if (stageId) setStageForNew(stageId);
    void creating.onOpenChange(true);
  }
  const mayCreate = can("opportunity:create");
  return (
    <>
      {/* Keyboard and screen reader skip the part that the panel covers. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <BoardHeader
          pipeline={pipeline}
          onPipeline={(id) => void setPipelineId(id)}
          onCreate={mayCreate ? () => create() : null}
        />
        <BoardFilterBar list={list} pipeline={pipeline} />
        <PipelineBoard {...{ pipeline, list, peek }} onMove={moveCard} onCreate={mayCreate ? create : null} />
      </div>
      {data ? <OpportunityMoveNotice opportunities={pipeline.shown} /> : null}
      {peek ? (
        <BoardPeek
          title="Opportunities"
          cards={pages.cards}
          counts={new Map(columns.map((column) => [column.stageId, column.count]))}
          cardId={cardId}
          cardLabel={cardLabel}
          href={hrefOf}
          peek={peek}
        >
          {(id) => <OpportunityPeek key={id} id={id} known={undefined} onClose={() => peek.show(null)} />}
        </BoardPeek>
      ) : null}
      {dialog}
      <OpportunityForm
        open={creating.open}
        stageId={stageForNew ?? columns.find((column) => column.type === "open")?.stageId}
        onOpenChange={async (open) => {
          await creating.onOpenChange(open);
          if (!open) setStageForNew(undefined);
        }}
        onCreated={(opportunity) => {
          if (!stageForNew) return router.push(hrefOf(opportunity.id));
          // After adding from a column the member stays on the board.
          notify.success(`${opportunity.name} created`);
          void pipeline.query.refetch();
        }}
      />
    </>
  );
}
