"use client";

import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useListState } from "@/components/data-table/use-list-state";
import { fieldFilters } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import { useCreateDialog } from "@/components/form/create-dialog";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import { type NounBoard as BoardOf, boardOf } from "@/lib/nouns/board";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import type { NounWith } from "@/trpc/noun-client";
import { ColumnSum } from "./column-sum";
import { nounColumnDefs } from "./noun-board-columns";
import { BoardScreen } from "./noun-board-screen";
import { NounCard, type NounCardRow } from "./noun-card";
import { LazyForm, LazyPeek } from "./noun-lazy";
import { listedBy } from "./noun-listed";
import { useOpenView } from "./noun-open-view";
import type { NounOwn } from "./noun-own";
import { NounViews } from "./noun-views";
import { useFieldContext } from "./use-field-context";
import { useNounBoard, usualSort } from "./use-noun-board";
import { useNounMove } from "./use-noun-move";

interface NounBoardProps {
  noun: NounWith<Fields>;
  own?: NounOwn<Fields> | undefined;
}

/** The records of a noun as a board by one of its fields; nothing where it has none. */
export function NounBoard({ noun, own }: NounBoardProps) {
  const board = useMemo(() => boardOf(noun as unknown as Noun), [noun]);
  return board ? <BoardPage noun={noun} own={own} board={board} /> : null;
}

function BoardPage({ noun: declared, own, board }: NounBoardProps & { board: BoardOf }) {
  const noun = useNoun(declared);
  const { head, entity, allFields } = noun;
  const plain = noun as unknown as Noun;
  const { can, href, locale } = useWorkspace();
  const router = useRouter();
  const creating = useCreateDialog(permissionFor(entity, "create"));
  const at = useFieldContext(head);
  const { names, sorts } = useMemo(() => listedBy(allFields, at), [allFields, at]);
  const view = useOpenView(plain);
  const list = useListState({ fields: names.fields, sortFields: names.sortFields, defaults: view.state });
  const shown = useNounBoard(plain, board, list);
  const { move, dialog } = useNounMove(noun, board, shown.columns, own);
  const { CardFacts }: Pick<NounOwn<Fields>, "CardFacts"> = own ?? {};
  const { boardSum } = noun;
  const { group: _group, ...counted } = list.groupsRequest;
  const sumOf = (value: string | null) =>
    boardSum === null ? undefined : (
      <ColumnSum noun={plain} of={boardSum} field={board.field} value={value} request={counted} />
    );
  const total = shown.counts && [...shown.counts.values()].reduce((sum, count) => sum + count, 0);
  const knownOf = (id: string) =>
    Object.values(shown.cards)
      .flat()
      .find((card) => card.id === id) as unknown as RecordOf<Fields> | undefined;
  return (
    <>
      <BoardScreen<NounCardRow>
        noun={plain}
        title={capital(head.many)}
        label={`${capital(head.many)} by ${board.label.toLowerCase()}`}
        count={total?.toLocaleString(locale)}
        views={<NounViews noun={plain} current="board" />}
        list={list}
        view={view}
        filters={useMemo(() => fieldFilters(allFields, at), [allFields, at])}
        sorts={sorts}
        unsorted={usualSort}
        shown={shown}
        columns={nounColumnDefs(shown, locale, sumOf)}
        bare={shown.columns.length === 0}
        renderCard={(card, sign) => (
          <NounCard noun={plain} row={card} sign={sign} more={CardFacts ? <CardFacts id={card.id} /> : null} />
        )}
        sorted={shown.compare}
        onMove={move}
        onCreate={can(permissionFor(entity, "create")) ? () => void creating.onOpenChange(true) : null}
        renderPeek={(id) => <LazyPeek key={id} noun={noun} own={own} id={id} known={knownOf(id)} />}
      />
      {dialog}
      <LazyForm noun={noun} own={own} {...creating} onCreated={({ id }) => router.push(href(`/${head.path}/${id}`))} />
    </>
  );
}
