"use client";

import { RecordViews, type View } from "@/components/layout/record-views";
import type { Noun } from "@/lib/nouns/define";

/** List and board sort by the same fields. */
const kept = ["sort"];

/** Switches between list and board of a noun; nothing where it has no board. */
export function NounViews({ noun: { boardBy, head }, current }: { noun: Noun; current: View }) {
  if (boardBy === null) return null;
  const paths = { list: `/${head.path}`, board: `/${head.path}/board` };
  return <RecordViews current={current} paths={paths} keptParams={kept} />;
}
