"use client";

import { RecordViews, type View } from "@/components/layout/record-views";
import { useWorkspace } from "@/components/layout/workspace-context";
import { boardOf } from "@/lib/nouns/board";
import type { Noun } from "@/lib/nouns/define";

/** List and board sort by the same fields. */
const kept = ["sort"];

/** Whether the reader has the board of a noun: a guest has none whose columns are a list that is not theirs. */
export function useHasBoard(noun: Pick<Noun, "boardBy" | "columnsFrom" | "fields">): boolean {
  const { can, isGuest } = useWorkspace();
  const board = boardOf(noun);
  return board !== null && (!isGuest || board.listed === null || can(`${board.listed.entity}:view`));
}

/** Switches between the views of a noun; nothing where it has a list alone. */
export function NounViews({ noun, current }: { noun: Noun; current: View }) {
  const { calendarBy, head } = noun;
  const hasBoard = useHasBoard(noun);
  if (!hasBoard && calendarBy === null && !head.sheet) return null;
  const paths = {
    list: `/${head.path}`,
    ...(hasBoard ? { board: `/${head.path}/board` } : {}),
    ...(calendarBy === null ? {} : { calendar: `/${head.path}?view=calendar` }),
    ...(head.sheet ? { sheet: `/${head.path}?view=sheet` } : {}),
  };
  return <RecordViews current={current} paths={paths} keptParams={kept} />;
}
