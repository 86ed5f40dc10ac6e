"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Board } from "@/components/board/board";
import { BoardBar } from "@/components/board/board-bar";
import { BoardPeek } from "@/components/board/board-peek";
import { BoardSkeleton } from "@/components/board/board-skeleton";
import { isNarrowed, NothingMatches } from "@/components/data-table/narrowing";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import { useListState } from "@/components/data-table/use-list-state";
import { type RowPeek, useRowPeek } from "@/components/data-table/use-row-peek";
import { fieldFilters } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import { useCreateDialog } from "@/components/form/create-dialog";
import { PageHeader } from "@/components/layout/page-header";
import { coversList } from "@/components/layout/peek-panel";
import { QueryFailed } from "@/components/layout/query-failed";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useStable } from "@/components/ui/use-stable";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import { type NounBoard as BoardOf, boardOf } from "@/lib/nouns/board";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import type { NounWith } from "@/trpc/noun-client";
import { nounColumnDefs } from "./noun-board-columns";
import { NounCard, type NounCardRow } from "./noun-card";
import { NounForm } from "./noun-form";
import { importPermission, listedBy } from "./noun-listed";
import type { NounOwn } from "./noun-own";
import { NounPeek } from "./noun-peek";
import { NounViews } from "./noun-views";
import { useFieldContext } from "./use-field-context";
import { useNounBoard, usualSort } from "./use-noun-board";
import { useNounMove } from "./use-noun-move";

const cardId = (card: NounCardRow) => card.id;
const cardLabel = (card: NounCardRow) => card.name;

interface NounBoardProps {
  noun: NounWith<Fields>;
  own?: NounOwn<Fields> | undefined;
}

/** The records of a noun as a board by one of its choices; nothing where it has none. */
export function NounBoard({ noun, own }: NounBoardProps) {
  const board = useMemo(() => boardOf(noun as unknown as Noun), [noun]);
  return board ? <BoardPage noun={noun} own={own} board={board} /> : null;
}

function BoardPage({ noun: declared, own, board }: NounBoardProps & { board: BoardOf }) {
  const noun = useNoun(declared);
  const { head, entity, allFields } = noun;
  const { can, href, locale } = useWorkspace();
  const router = useRouter();
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const creating = useCreateDialog(permissionFor(entity, "create"));
  const at = useFieldContext(head);
  const { names, sorts } = useMemo(() => listedBy(allFields), [allFields]);
  const list = useListState({ fields: names.fields, sortFields: names.sortFields });
  const filters = useMemo(() => fieldFilters(allFields, at), [allFields, at]);
  const shown = useNounBoard(noun as unknown as Noun, board, list);
  const hrefOf = (id: string) => href(`/${head.path}/${id}`);
  const title = capital(head.many);
  const mayCreate = can(permissionFor(entity, "create"));
  const create = () => void creating.onOpenChange(true);
  const total = shown.counts && [...shown.counts.values()].reduce((sum, count) => sum + count, 0);
  const views = <NounViews noun={noun as unknown as Noun} current="board" />;
  return (
    <>
      {/* Keyboard and screen reader skip the part that the panel covers. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title={title}
          count={total?.toLocaleString(locale)}
          phoneActions={
            <>
              {views}
              {mayCreate ? <IconButton label={`New ${head.one}`} icon={<Plus aria-hidden />} onClick={create} /> : null}
            </>
          }
        >
          {views}
          {mayCreate ? (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={create}>
              {`New ${head.one}`}
            </Button>
          ) : null}
        </PageHeader>
        <BoardBar noun={head.many} list={list} filters={filters} sorts={sorts} unsorted={usualSort} />
        <Cards {...{ noun, own, board, shown, list, peek }} onCreate={mayCreate ? create : null} />
      </div>
      {peek ? (
        <BoardPeek
          title={title}
          cards={shown.cards}
          counts={shown.counts ?? new Map()}
          cardId={cardId}
          cardLabel={cardLabel}
          href={hrefOf}
          peek={peek}
        >
          {(id) => <Beside key={id} {...{ noun, own, id }} cards={Object.values(shown.cards).flat()} />}
        </BoardPeek>
      ) : null}
      <NounForm noun={noun} own={own} {...creating} onCreated={({ id }) => router.push(hrefOf(id))} />
    </>
  );
}

function Beside({ noun, own, id, cards }: NounBoardProps & { id: string; cards: readonly NounCardRow[] }) {
  const known = cards.find((card) => card.id === id);
  return <NounPeek noun={noun} own={own} id={id} known={known as unknown as RecordOf<Fields> | undefined} />;
}

interface CardsProps extends NounBoardProps {
  board: BoardOf;
  shown: ReturnType<typeof useNounBoard>;
  list: ReturnType<typeof useListState>;
  peek: RowPeek | undefined;
  /** Null for members who may not create records. */
  onCreate: (() => void) | null;
}

/** The columns with their cards, or the empty, loading or error state. */
function Cards({ noun, own, board, shown, list, peek, onCreate }: CardsProps) {
  const { head, entity } = noun;
  const { href, locale, readsOnly } = useWorkspace();
  const router = useRouter();
  const { move, dialog } = useNounMove(noun, board, own);
  const cardHref = useStable((card: NounCardRow) => href(`/${head.path}/${card.id}`));
  const renderCard = useStable((card: NounCardRow) => <NounCard noun={noun as unknown as Noun} row={card} />);
  const { query, pages, cards, more } = shown;

  if (query.error && !pages) return <QueryFailed title={`The ${head.many} could not be loaded`} query={query} />;
  if (!pages) return <BoardSkeleton label={`The ${head.many} are loading`} />;
  if (pages.every(({ rows }) => rows.length === 0)) {
    if (isNarrowed(list.state)) return <NothingMatches noun={head.many} list={list} />;
    return (
      <RecordsEmpty
        entity={entity}
        noun={head.many}
        purpose={head.purpose}
        importPermission={importPermission(noun as unknown as Noun)}
        create={onCreate ? { label: `New ${head.one}`, run: onCreate } : null}
      />
    );
  }
  return (
    <>
      <Board
        label={`${capital(head.many)} by ${board.label.toLowerCase()}`}
        columns={nounColumnDefs(board, shown, locale)}
        cards={cards}
        cardId={cardId}
        cardLabel={cardLabel}
        renderCard={renderCard}
        cardHref={cardHref}
        onOpen={(card) => (peek ? peek.show(card.id) : router.push(cardHref(card)))}
        peek={peek}
        onMove={
          readsOnly
            ? undefined
            : (to) => {
                const card = Object.values(cards)
                  .flat()
                  .find(({ id }) => id === to.cardId);
                return card && move(card, to);
              }
        }
        fetchMore={(id) => void more(id)}
        sorted={shown.compare}
      />
      {dialog}
    </>
  );
}
