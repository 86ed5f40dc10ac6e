"use client";

import { useMemo, useRef } from "react";
import type { ListTree } from "@/components/data-table/list-tree";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyPart } from "@/components/ui/lazy-part";
import type { NounHead } from "@/lib/nouns/noun-head";
import type { TreeActs, TreeMovesProps } from "./tree-moves";

/** `TreeMoves`, loaded with trees whose rows people move. */
export const LazyTreeMoves = lazyPart<TreeMovesProps>(() => import("./tree-moves").then((part) => part.TreeMoves), {
  of: "the moves of rows",
  loading: null,
});

/** The tree of a list, whose keys and grips move rows where its noun says so. */
export function useMovable({ placedBy }: NounHead, tree: ListTree | undefined) {
  const { readsOnly } = useWorkspace();
  const acts = useRef<TreeActs | null>(null);
  const isMovable = tree !== undefined && placedBy !== undefined && !readsOnly;
  // The same functions at each render, so that no row is drawn again.
  const moves = useMemo(
    (): Required<Pick<ListTree, "onStep" | "onGrip">> => ({
      onStep: (...given) => acts.current?.step(...given),
      onGrip: (...given) => acts.current?.drag(...given),
    }),
    [],
  );
  const movable = useMemo(() => (tree && isMovable ? { ...tree, ...moves } : tree), [tree, isMovable, moves]);
  return { tree: movable, acts, isMovable };
}
