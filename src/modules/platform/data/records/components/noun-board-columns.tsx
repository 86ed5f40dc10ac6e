import type { ReactNode } from "react";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import { ColumnHead } from "@/components/board/column-head";
import { StageLine } from "@/components/ui/stage-line";
import type { NounColumn } from "@/lib/nouns/board";
import type { NounCardRow } from "./noun-card";
import type { useNounBoard } from "./use-noun-board";

/** The columns of a noun's board, in their order. */
export function nounColumnDefs(
  {
    columns,
    cards,
    counts,
    stateOf,
  }: Pick<ReturnType<typeof useNounBoard>, "columns" | "cards" | "counts" | "stateOf">,
  locale: string,
  sumOf: (value: string | null) => ReactNode | undefined,
): BoardColumnDef<NounCardRow>[] {
  return columns.map(({ id, name, value, color }, place) => {
    const state = stateOf(id);
    const loaded = cards[id]?.length ?? 0;
    const inAll = counts?.get(id) ?? loaded;
    // Until the counts are there, a column that goes on has at least these.
    const count = `${inAll.toLocaleString(locale)}${counts === undefined && state.hasMore ? "+" : ""}`;
    const mark = value === null ? null : <Mark key={id} color={color} position={place + 1} total={columns.length} />;
    return {
      id,
      name,
      mark,
      inAll,
      count,
      ...state,
      head: (change) => (
        <ColumnHead mark={mark} name={name} count={count} by={change?.by ?? null} total={sumOf(value)} />
      ),
    };
  });
}

type MarkProps = { color: NounColumn["color"]; position: number; total: number };

/** Tells how far along the options a column is. */
const Mark = ({ color, ...place }: MarkProps) => (
  <StageLine {...place} color={color === null ? "var(--accent)" : `var(--choice-${color})`} />
);
