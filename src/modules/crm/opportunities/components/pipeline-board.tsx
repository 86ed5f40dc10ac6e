import { useRouter } from "next/navigation";
import { useState } from "react";
import { Board } from "@/components/board/board";
import type { BoardMove } from "@/components/board/board-order";
import { BoardSkeleton } from "@/components/board/board-skeleton";
import { useListLocale } from "@/components/data-table/list-locale";
import { isNarrowed, NothingMatches } from "@/components/data-table/narrowing";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import type { useListState } from "@/components/data-table/use-list-state";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useStable } from "@/components/ui/use-stable";
import type { OpportunityCard as Card } from "../schema";
import { boardColumnDefs } from "./board-columns";
import { boardOrders } from "./board-sorts";
import { OpportunityCard } from "./opportunity-card";
import type { ShownPipeline } from "./use-pipeline";

export const cardId = (card: Card) => card.id;
export const cardLabel = (card: Card) => card.name;
const tones = { none: "none", due: "warning", over: "danger" } as const;
const cardTone = (card: Card) => tones[card.rot];

interface PipelineBoardProps {
  pipeline: ShownPipeline;
  list: ReturnType<typeof useListState>;
  peek: RowPeek | undefined;
  onMove(move: BoardMove): Promise<void>;
  /** Opens the form of a new opportunity, in a stage if one is given; null for members who may not create one. */
  onCreate: ((stageId?: string) => void) | null;
}

/** The stages of a pipeline with their cards, or the empty, loading or error state. */
export function PipelineBoard({ pipeline, list, peek, onMove, onCreate }: PipelineBoardProps) {
  const { query, data, pages, columns } = pipeline;
  const { href, readsOnly } = useWorkspace();
  const at = useListLocale();
  const router = useRouter();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const cardHref = useStable((card: Card) => href(`/opportunities/${card.id}`));

  if (query.error && !data) return <QueryFailed title="The pipeline could not be loaded" query={query} />;
  if (!data) return <BoardSkeleton label="The pipeline is loading" />;
  const nothing = columns.length > 0 && columns.every((column) => column.count === 0);
  if (nothing && isNarrowed(list.state)) return <NothingMatches noun="opportunities" list={list} />;
  if (nothing)
    return (
      <RecordsEmpty
        entity="opportunity"
        noun="opportunities"
        purpose="The board shows each opportunity in its stage, with the total value of the stage."
        importPermission="record:import"
        create={onCreate ? { label: "New opportunity", run: () => onCreate() } : null}
      />
    );
  return (
    <Board
      label={data.pipeline.name}
      columns={boardColumnDefs(columns, {
        at,
        cursors: pages.cursors,
        loading: pages.loading,
        failed: pages.failed,
        expanded,
        onCollapse: (id) => setExpanded(new Set([...expanded].filter((other) => other !== id))),
        onAdd: onCreate,
      })}
      cards={pages.cards}
      cardId={cardId}
      cardLabel={cardLabel}
      cardTone={cardTone}
      renderCard={(card) => <OpportunityCard card={card} />}
      cardHref={cardHref}
      onOpen={(card) => (peek ? peek.show(card.id) : router.push(cardHref(card)))}
      peek={peek}
      onMove={readsOnly ? undefined : onMove}
      onExpand={(id) => {
        setExpanded(new Set([...expanded, id]));
        void pages.more(id);
      }}
      fetchMore={(id) => void pages.more(id)}
      sorted={boardOrders(list.state.sort)}
    />
  );
}
