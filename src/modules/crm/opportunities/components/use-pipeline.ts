"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ColumnPage, cardsByValue, orderBy, orderOf } from "@/components/board/board-cards";
import type { useListState } from "@/components/data-table/use-list-state";
import { boardRequest } from "@/lib/list-request";
import { useBoardRows } from "@/trpc/board-rows";
import { useApi, useApiClient } from "@/trpc/react";
import type { Board } from "../board/schema";
import type { OpportunityCard } from "../schema";

const none: readonly ColumnPage<OpportunityCard>[] = [];

const byRank = orderBy<OpportunityCard>(({ rank }) => rank, "asc");
const byClosing = orderBy<OpportunityCard>(({ actualCloseDate }) => actualCloseDate, "desc");
const byId = orderBy<OpportunityCard>(({ id }) => id, "desc");
/** Open stages are in the order by hand, closed ones in that of closing. */
const usual = (a: OpportunityCard, b: OpportunityCard) =>
  a.status === "open" ? byRank(a, b) : byClosing(a, b) || byId(a, b);

/** Closed stages come without cards: they are loaded when they are opened. */
const loadedOf = (about: Board) => ({
  about,
  pages: about.columns.flatMap(({ stageId: columnId, cards: rows, nextCursor, count }) =>
    rows.length > 0 || count === 0 ? [{ columnId, rows, nextCursor }] : [],
  ),
});

/** A pipeline with the cards of its stages as far as they are loaded, and with the figures of each stage. */
export function usePipeline(list: ReturnType<typeof useListState>, pipelineId: string | null) {
  const { state } = list;
  const request = boardRequest(list.request);
  const api = useApi();
  const server = useApiClient();
  const client = useQueryClient();
  const scope = { ...request, ...(pipelineId ? { pipelineId } : {}) };
  const rows = useBoardRows<OpportunityCard, Board>({
    key: api.opportunities.list.pathKey(),
    request: scope,
    first: async () => loadedOf(await server.opportunities.board.query(scope)),
    fetch: (stageId, part) => server.opportunities.boardColumn.query({ ...request, stageId, ...part }),
    brought() {
      const brought = client.getQueryState(api.opportunities.board.queryKey(scope));
      if (!brought?.data) return null;
      return { data: loadedOf(brought.data), at: brought.isInvalidated ? 0 : brought.dataUpdatedAt };
    },
  });
  const { sort: _order, ...narrowed } = scope;
  const { isSuccess, data } = rows.query;
  const totals = useQuery(
    api.opportunities.pipelineTotals.queryOptions(narrowed, {
      enabled: isSuccess,
      refetchOnWindowFocus: "always",
    }),
  );
  const { pages = none } = rows;
  const { sort } = state;
  const compare = useMemo(() => sort && orderOf<OpportunityCard>(sort), [sort]);
  const cards = useMemo(() => {
    const placed = cardsByValue(pages, ({ stageId }) => stageId, compare ?? usual);
    if (compare) return placed;
    return Object.fromEntries(Object.entries(placed).map(([id, column]) => [id, column.toSorted(usual)]));
  }, [pages, compare]);
  const shown = useMemo(() => Object.values(cards).flat(), [cards]);
  const fresh = new Map(totals.data?.stages.map((stage) => [stage.stageId, stage]));
  const columns = (data?.about.columns ?? []).map((column) => ({ ...column, ...fresh.get(column.stageId) }));
  return { ...rows, board: data?.about, cards, shown, columns, compare };
}
