"use client";

import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import type { BoardMove } from "@/components/board/board-order";
import { useListLocale } from "@/components/data-table/list-locale";
import { useListState } from "@/components/data-table/use-list-state";
import { useCreateDialog } from "@/components/form/create-dialog";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyPart } from "@/components/ui/lazy-part";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { formatMoney, formatMoneyRounded } from "@/lib/money";
import type { Noun } from "@/lib/nouns/define";
import type { Money } from "@/lib/zod";
import { BoardScreen } from "@/modules/platform/data/records/components/noun-board-screen";
import { LazyPeek } from "@/modules/platform/data/records/components/noun-lazy";
import { useOpenView } from "@/modules/platform/data/records/components/noun-open-view";
import { PresenceBadge } from "@/modules/platform/history/realtime/components/presence-badge";
import { useStages } from "../../pipelines/components/stage-badge";
import type { BoardColumn } from "../board/schema";
import { useMoveOpportunity } from "../client";
import { declared } from "../fields";
import type { OpportunityCard as Card, Opportunity } from "../schema";
import { addSums, shownSums, withoutProbabilityText } from "../totals/rules";
import { boardColumnDefs } from "./board-columns";
import { LazyOpportunityForm, LazyOpportunityTop } from "./lazy-parts";
import { OpportunityMoveNotice } from "./move-notice";
import { OpportunityCard } from "./opportunity-card";
import { useOpportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { opportunityOwn } from "./opportunity-own";
import { OpportunityViews } from "./opportunity-views";
import { OtherSums } from "./other-sums";
import type { OutcomeAnswer } from "./outcome-dialog";
import { useOutcomeQuestion } from "./outcome-question";
import type { PipelineSelectProps } from "./pipeline-select";
import { usePipeline } from "./use-pipeline";

/** Most workspaces have one pipeline, and nothing to choose. */
const PipelineSelect = lazyPart<PipelineSelectProps>(
  () => import("./pipeline-select").then((part) => part.PipelineSelect),
  { of: "the pipelines" },
);

/** The fields that the cards of each column can be sorted by, instead of by hand. */
const sorts = [
  { field: "amount", label: "Value" },
  { field: "expectedCloseDate", label: "Close date" },
  { field: "name", label: "Name" },
];
const sortFields = sorts.map(({ field }) => field);
const tones = { none: "none", due: "warning", over: "danger" } as const;

/** The pipeline as a board: drag, keyboard and touch move opportunities from stage to stage. */
export function OpportunityBoard() {
  const { can, href, locale } = useWorkspace();
  const router = useRouter();
  const at = useListLocale();
  const [pipelineId, setPipelineId] = useQueryState("pipeline", parseAsString);
  const creating = useCreateDialog("opportunity:create");
  /** The column whose + was pressed. */
  const [stageForNew, setStageForNew] = useState<string>();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const view = useOpenView(declared);
  const list = useListState({ fields: useOpportunityFilterNames(), sortFields, defaults: view.state });
  const shown = usePipeline(list, pipelineId);
  const { board, columns, stateOf } = shown;
  const { move, dialog } = useCardMove();
  const open = columns.filter(({ type }) => type === "open");

  function create(stageId?: string): void {
    if (stageId) setStageForNew(stageId);
    void creating.onOpenChange(true);
  }
  const onCreate = can("opportunity:create") ? create : null;
  const openCount = open.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <BoardScreen<Card>
        noun={declared as unknown as Noun}
        title={board?.pipeline.name ?? "Opportunities"}
        label={board?.pipeline.name ?? ""}
        count={board && `${openCount.toLocaleString(locale)} open`}
        views={<OpportunityViews current="board" />}
        header={board ? <PipelinePlace id={board.pipeline.id} onPick={(id) => void setPipelineId(id)} /> : null}
        list={list}
        view={view}
        filters={useOpportunityFilters()}
        sorts={sorts}
        unsorted="By hand"
        sums={board ? <OpenWorth columns={open} currency={board.currency} /> : null}
        shown={shown}
        columns={boardColumnDefs(columns, {
          at,
          stateOf,
          expanded,
          onCollapse: (id) => setExpanded(new Set([...expanded].filter((other) => other !== id))),
          onAdd: onCreate,
        })}
        renderCard={(card, sign) => <OpportunityCard card={card} sign={sign} />}
        cardTone={(card) => tones[card.rot]}
        onExpand={(id) => setExpanded(new Set([...expanded, id]))}
        sorted={shown.compare}
        onMove={move}
        onCreate={onCreate && (() => onCreate())}
        renderPeek={(id, close) => (
          <LazyPeek
            key={id}
            noun={declared}
            own={opportunityOwn}
            id={id}
            known={undefined}
            head={(record) => <LazyOpportunityTop opportunity={record as Opportunity} onClose={close} />}
          />
        )}
      />
      {board ? <OpportunityMoveNotice opportunities={shown.shown} /> : null}
      {dialog}
      <LazyOpportunityForm
        open={creating.open}
        stageId={stageForNew ?? open[0]?.stageId}
        onOpenChange={async (next) => {
          await creating.onOpenChange(next);
          if (!next) setStageForNew(undefined);
        }}
        onCreated={({ id, name }) => {
          // After adding from a column the member stays on the board.
          if (stageForNew) notify.success(`${name} created`);
          else router.push(href(`/opportunities/${id}`));
        }}
      />
    </>
  );
}

/** Moves a card on the server. A closed stage asks first; the card waits in its new place. */
function useCardMove() {
  const { stages, findStage } = useStages();
  const { answered, dialog } = useOutcomeQuestion();
  const { run } = useMoveOpportunity();

  async function move(card: Card, { to, before, after }: BoardMove): Promise<void> {
    const stage = stages.get(to) ?? (await findStage(to));
    const place = { stageId: to, ...(before ? { before } : {}), ...(after ? { after } : {}) };
    const send = (answer: OutcomeAnswer) =>
      run({ opportunity: card, move: { ...place, ...answer }, to: stage?.name ?? "another stage" });
    // The server refuses a member who may not move it, and a stage that is gone, so no dialog opens before.
    await (card.mayEdit && stage ? answered(card, stage, send) : send({}));
  }
  return { move, dialog };
}

/** The other members who look at the pipeline, and the choice of another one. */
function PipelinePlace({ id, onPick }: { id: string; onPick(id: string): void }) {
  const { pipelines } = useStages();
  return (
    <>
      <PresenceBadge entity="pipeline" id={id} />
      {pipelines.length > 1 ? <PipelineSelect id={id} onPick={onPick} /> : null}
    </>
  );
}

const listed = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(", ");

/** The worth of the open opportunities. */
function OpenWorth({ columns, currency }: { columns: readonly BoardColumn[]; currency: string }) {
  const at = useListLocale();
  const [first, ...others] = shownSums(addSums(columns, currency));
  const { total, weighted } = first;
  const whole = (sum: Money) => formatMoneyRounded(sum.amount, sum.currency, at);
  const left = withoutProbabilityText(first, at.locale);
  const sums = others.map((sum) => ({
    total: sum.total,
    note: listed(`${whole(sum.weighted)} weighted`, withoutProbabilityText(sum, at.locale)),
  }));
  return (
    <div className="mr-2 flex min-w-0 items-center gap-2 text-muted text-sm phone:hidden">
      <p className="min-w-0 truncate">
        <span className="font-medium text-text">{formatMoney(total.amount, total.currency, at)}</span> open,{" "}
        <span className="font-medium text-text">{whole(weighted)}</span> {listed("weighted", left)}
      </p>
      {others.length > 0 ? (
        <OtherSums label="Open, other currencies" sums={sums} className="shrink-0 whitespace-nowrap">
          {`+${counted(others.length, { one: "currency", many: "currencies" }, at.locale)}`}
        </OtherSums>
      ) : null}
    </div>
  );
}
