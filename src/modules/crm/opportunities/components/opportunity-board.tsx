"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { Board } from "@/components/board/board";
import type { BoardMove } from "@/components/board/board-order";
import { BoardPeek } from "@/components/board/board-peek";
import { FilterBar } from "@/components/data-table/filter-bar";
import { useListLocale } from "@/components/data-table/list-locale";
import { isNarrowed, NameSearch, NothingMatches } from "@/components/data-table/narrowing";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import { SortMenu } from "@/components/data-table/sort-menu";
import { useListState } from "@/components/data-table/use-list-state";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateDialog } from "@/components/form/create-dialog";
import { PageHeader } from "@/components/layout/page-header";
import { coversList } from "@/components/layout/peek-panel";
import { QueryFailed } from "@/components/layout/query-failed";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { useStable } from "@/components/ui/use-stable";
import { formatMoney, formatWholeMoney } from "@/lib/money";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { api } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { OpportunityCard as Card } from "../schema";
import { boardColumnDefs } from "./board-columns";
import { BoardSkeleton } from "./board-skeleton";
import { boardOrders, boardSorts } from "./board-sorts";
import { DealMoveNotice } from "./deal-move-notice";
import { OpportunityCard } from "./opportunity-card";
import { opportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { OpportunityForm } from "./opportunity-form";
import { OpportunityPeek } from "./opportunity-peek";
import { OpportunityViews } from "./opportunity-views";
import { type OutcomeAnswer, useOutcomeQuestion } from "./outcome-question";
import { useBoardPages } from "./use-board-pages";

const sortNames = boardSorts.map((sort) => sort.field);
const cardId = (card: Card) => card.id;
const cardLabel = (card: Card) => card.name;
const tones = { none: "none", due: "warning", over: "danger" } as const;
const cardTone = (card: Card) => tones[card.rot];

/** The pipeline as a board: drag, keyboard and touch move deals from stage to stage. */
export function OpportunityBoard() {
  const { can, href, locale } = useWorkspace();
  const at = useListLocale();
  const router = useRouter();
  const [pipelineId, setPipelineId] = useQueryState("pipeline", parseAsString);
  const creating = useCreateDialog();
  const openDialog = () => void creating.onOpenChange(true);
  /** The column whose + was pressed. */
  const [stageForNew, setStageForNew] = useState<string>();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const question = useOutcomeQuestion();
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const hrefOf = (id: string) => href(`/opportunities/${id}`);
  const cardHref = useStable((card: Card) => hrefOf(card.id));
  const list = useListState({ fields: opportunityFilterNames, sortFields: sortNames });
  const scope = { ...list.request, ...(pipelineId ? { pipelineId } : {}) };
  const { sort: _order, ...narrowed } = scope;
  const board = api.opportunities.board.useQuery(scope, {
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: true,
    // Cards and figures are asked again together, or one tells what the other does not.
    refetchOnWindowFocus: "always",
    placeholderData: (previous) => previous,
  });
  const totals = api.opportunities.pipelineTotals.useQuery(narrowed, {
    enabled: board.isSuccess,
    refetchOnWindowFocus: "always",
  });
  const { pipelines, stages } = useStages();
  const filters = useOpportunityFilters();
  const pages = useBoardPages(board.data, board.dataUpdatedAt, list.request, JSON.stringify(scope));
  const shown = useMemo(() => Object.values(pages.cards).flat(), [pages.cards]);
  const move = useMoveOpportunity();

  /** A closed stage asks first; the card waits in its new place. */
  async function moveCard(to: BoardMove): Promise<void> {
    const card = shown.find((other) => other.id === to.cardId);
    const stage = stages.get(to.to);
    if (!card || !stage) return;
    const neighbours = { ...(to.before ? { before: to.before } : {}), ...(to.after ? { after: to.after } : {}) };
    const send = async (answer: OutcomeAnswer) => {
      await move.run({
        deal: card,
        move: { stageId: to.to, ...neighbours, ...answer },
        to: stage.name,
        onMoved: (moved) => pages.settle(to, moved),
      });
    };
    // Who may not move it is told so by the refusal, before anything is asked.
    await (card.mayEdit ? question.answered(card, stage, send) : send({}));
  }

  const data = board.data;
  const fresh = new Map(totals.data?.stages.map((stage) => [stage.stageId, stage]));
  const columns = (data?.columns ?? []).map((column) => ({ ...column, ...fresh.get(column.stageId) }));
  const openCount = columns.filter((column) => column.type === "open").reduce((sum, column) => sum + column.count, 0);
  const sum = (key: "total" | "weighted") =>
    columns.filter((column) => column.type === "open").reduce((minor, column) => minor + column[key].amount, 0);
  const others = columns.some((column) => column.others.length > 0);
  const nothing = columns.length > 0 && columns.every((column) => column.count === 0);
  const create = can("opportunity:create");
  return (
    <>
      {/* What the panel covers is not there for anybody. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title={data?.pipeline.name ?? "Opportunities"}
          count={data ? `${openCount.toLocaleString(locale)} open` : undefined}
          phoneActions={
            <>
              <OpportunityViews current="board" />
              {create ? <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={openDialog} /> : null}
            </>
          }
        >
          {data ? <PresenceBadge entity="pipeline" id={data.pipeline.id} /> : null}
          {pipelines.length > 1 ? (
            <Select
              size="sm"
              aria-label="Pipeline"
              options={pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name }))}
              value={data?.pipeline.id ?? null}
              onValueChange={(id) => void setPipelineId(id)}
            />
          ) : null}
          <OpportunityViews current="board" />
          {create ? (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={openDialog}>
              New opportunity
            </Button>
          ) : null}
        </PageHeader>
        <FilterBar fields={filters} filter={list.state.filter} onChange={(filter) => list.set({ filter })}>
          {data ? (
            <p className="mr-2 truncate text-muted text-sm phone:hidden">
              <span className="font-medium text-text">{formatMoney(sum("total"), data.currency, at)}</span> open,{" "}
              <span className="font-medium text-text">{formatWholeMoney(sum("weighted"), data.currency, at)}</span>{" "}
              weighted
              {others ? "; other currencies have no rate and are listed apart" : ""}
            </p>
          ) : null}
          <NameSearch noun="opportunities" list={list} />
          <SortMenu
            fields={boardSorts}
            sort={list.state.sort}
            onChange={(sort) => list.set({ sort })}
            unsorted={{ label: "By hand", onPick: () => list.set({ sort: null }) }}
          />
        </FilterBar>
        {board.error && !data ? (
          <QueryFailed title="The pipeline could not be loaded" query={board} />
        ) : !data ? (
          <BoardSkeleton />
        ) : nothing && isNarrowed(list.state) ? (
          <NothingMatches noun="opportunities" list={list} />
        ) : nothing ? (
          <RecordsEmpty
            entity="opportunity"
            noun="opportunities"
            purpose="The board shows each deal in its stage, with what the stage is worth."
            importPermission="record:import"
            create={create ? { label: "New opportunity", run: openDialog } : null}
          />
        ) : (
          <Board
            label={data.pipeline.name}
            columns={boardColumnDefs(columns, {
              at,
              cursors: pages.cursors,
              loading: pages.loading,
              failed: pages.failed,
              expanded,
              onCollapse: (id) => setExpanded(new Set([...expanded].filter((other) => other !== id))),
              onAdd: create
                ? (id) => {
                    setStageForNew(id);
                    openDialog();
                  }
                : null,
            })}
            cards={pages.cards}
            cardId={cardId}
            cardLabel={cardLabel}
            cardTone={cardTone}
            renderCard={(card) => <OpportunityCard card={card} />}
            cardHref={cardHref}
            onOpen={(card) => (peek ? peek.show(card.id) : router.push(cardHref(card)))}
            peek={peek}
            onMove={moveCard}
            onExpand={(id) => {
              setExpanded(new Set([...expanded, id]));
              void pages.more(id);
            }}
            fetchMore={(id) => void pages.more(id)}
            sorted={boardOrders(list.state.sort)}
          />
        )}
      </div>
      {data ? <DealMoveNotice deals={shown} /> : null}
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
      {question.dialog}
      <OpportunityForm
        open={creating.open}
        stageId={stageForNew ?? columns.find((column) => column.type === "open")?.stageId}
        onOpenChange={async (open) => {
          await creating.onOpenChange(open);
          if (!open) setStageForNew(undefined);
        }}
        onCreated={(deal) => {
          if (!stageForNew) return router.push(href(`/opportunities/${deal.id}`));
          // Who adds to a column goes on with the column.
          notify.success(`${deal.name} created`);
          void board.refetch();
        }}
      />
    </>
  );
}
