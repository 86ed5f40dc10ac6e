"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Board, type BoardProps } from "@/components/board/board";
import { BoardBar } from "@/components/board/board-bar";
import type { BoardCards, BoardMove } from "@/components/board/board-order";
import { BoardSkeleton } from "@/components/board/board-skeleton";
import { LazyBoardPeek } from "@/components/board/lazy-board-peek";
import type { FilterField } from "@/components/data-table/filter-fields";
import { isNarrowed } from "@/components/data-table/narrowing";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import type { SortField } from "@/components/data-table/sort-menu";
import type { useListState } from "@/components/data-table/use-list-state";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateKey } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/covers-list";
import { PageHeader } from "@/components/layout/page-header";
import { QueryFailed } from "@/components/layout/query-failed";
import { useMedia } from "@/components/layout/use-media";
import { type LockableRow, useWhyLocked } from "@/components/layout/use-why-locked";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useStable } from "@/components/ui/use-stable";
import type { Sort } from "@/lib/list";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import { LazyNoMatches } from "./lazy-no-matches";
import { importPermission } from "./noun-listed";
import type { OpenView } from "./noun-open-view";
import { NounSamples } from "./noun-samples";
import { NounViewTabs } from "./noun-view-tabs";

interface BoardRow extends LockableRow {
  id: string;
  name: string;
}
const cardId = (card: BoardRow) => card.id;
const cardLabel = (card: BoardRow) => card.name;

type BoardParts<C> = Pick<BoardProps<C>, "label" | "columns" | "renderCard" | "cardTone" | "onExpand" | "sorted">;

interface BoardScreenProps<C> extends BoardParts<C> {
  noun: Noun;
  title: string;
  /** The number of its records, in words; undefined while it is unknown. */
  count: string | undefined;
  /** Switches between board and list. */
  views: ReactNode;
  /** Before the views. */
  header?: ReactNode;
  list: ReturnType<typeof useListState>;
  /** The saved view that the board shows. */
  view: OpenView;
  filters: readonly FilterField[];
  sorts: readonly SortField[];
  unsorted: "By hand" | Sort;
  /** There is no column that a record could be in. */
  bare?: boolean;
  /** In the bar of the filters. */
  sums?: ReactNode;
  shown: {
    query: { error: unknown; isFetching: boolean; refetch(): unknown };
    pages: unknown;
    cards: BoardCards<C>;
    more(columnId: string): Promise<void>;
  };
  /** Rejects a move that was refused. */
  onMove(card: C, to: BoardMove): Promise<unknown>;
  /** Opens the form of a new record; null for members who may not create one. */
  onCreate: (() => void) | null;
  /** One record beside the board. */
  renderPeek(id: string, close: () => void): ReactNode;
}

/** The page of a noun's board: header, filters, columns with their cards, and the panel of the open card. */
export function BoardScreen<C extends BoardRow>(props: BoardScreenProps<C>) {
  const { noun, title, views, list, filters, sorts, unsorted, shown, columns, onCreate } = props;
  const { href } = useWorkspace();
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const label = `New ${noun.head.one}`;
  useCreateKey(label, onCreate);
  return (
    <>
      {/* Keyboard and screen reader skip the part that the panel covers. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title={title}
          count={props.count}
          phoneActions={
            <>
              {views}
              {onCreate ? <IconButton label={label} icon={<Plus aria-hidden />} onClick={onCreate} /> : null}
            </>
          }
        >
          {props.header}
          {views}
          {onCreate ? (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={onCreate}>
              {label}
            </Button>
          ) : null}
        </PageHeader>
        <NounViewTabs noun={noun} list={list} view={props.view} layout="board" />
        <BoardBar noun={noun.head.many} {...{ list, filters, sorts, unsorted }}>
          {props.sums}
        </BoardBar>
        <Cards {...props} peek={peek} />
      </div>
      {peek ? (
        <LazyBoardPeek
          title={capital(noun.head.many)}
          cards={shown.cards}
          counts={new Map(columns.map(({ id, inAll }) => [id, inAll]))}
          cardId={cardId}
          cardLabel={cardLabel}
          href={(id) => href(`/${noun.head.path}/${id}`)}
          peek={peek}
        >
          {(id) => props.renderPeek(id, () => peek.show(null))}
        </LazyBoardPeek>
      ) : null}
    </>
  );
}

type CardsProps<C> = BoardScreenProps<C> & { peek: ReturnType<typeof useRowPeek> };

/** The columns with their cards, or the empty, loading or error state. */
function Cards<C extends BoardRow>(props: CardsProps<C>) {
  const { noun, list, filters, shown, columns, peek, onMove, onCreate, onExpand } = props;
  const { href, readsOnly } = useWorkspace();
  const router = useRouter();
  const { head, entity } = noun;
  const cardHref = useStable((card: C) => href(`/${head.path}/${card.id}`));
  const renderCard = useStable(props.renderCard);
  const lockOf = useWhyLocked(noun);
  const { query, pages, cards, more } = shown;

  if (query.error && !pages) return <QueryFailed title={`The ${head.many} could not be loaded`} query={query} />;
  if (!pages) return <BoardSkeleton label={`The ${head.many} are loading`} />;
  if (props.bare || (columns.length > 0 && columns.every(({ inAll }) => inAll === 0))) {
    if (isNarrowed(list.state)) return <LazyNoMatches noun={noun} list={list} fields={filters} />;
    return (
      <RecordsEmpty
        entity={entity}
        noun={head.many}
        purpose={head.purpose}
        importPermission={importPermission(noun)}
        create={onCreate ? { label: `New ${head.one}`, run: onCreate } : null}
        more={<NounSamples entity={entity} />}
      />
    );
  }
  const move = (to: BoardMove) => {
    const card = Object.values(cards)
      .flat()
      .find(({ id }) => id === to.cardId);
    return card && onMove(card, to);
  };
  return (
    <Board<C>
      {...props}
      cards={cards}
      cardId={cardId}
      cardLabel={cardLabel}
      renderCard={renderCard}
      lockOf={lockOf}
      cardHref={cardHref}
      onOpen={(card) => (peek ? peek.show(card.id) : router.push(cardHref(card)))}
      onMove={readsOnly ? undefined : move}
      fetchMore={(id) => void more(id)}
      onExpand={(id) => {
        onExpand?.(id);
        void more(id);
      }}
    />
  );
}
