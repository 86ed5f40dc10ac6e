"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useEffect, useMemo } from "react";
import { isNarrowing, listStateParsers } from "@/components/data-table/list-state-parsers";
import { type OpenedView, openedView } from "@/components/data-table/view-state";
import { allKey, type DeclaredView, viewsOf } from "@/lib/nouns/declared-views";
import type { Noun } from "@/lib/nouns/define";
import { useApi } from "@/trpc/react";
import type { SavedView, ViewList } from "../../views/schema";

/** The views of a list, and the one that is open. */
export interface OpenView extends OpenedView<SavedView> {
  /** Those that nobody saved. */
  declared: readonly DeclaredView[];
  /** Undefined while they load, and for those who have no views. */
  offered: ViewList | undefined;
}

/** The views of a list, and the one that the address opens. */
export function useOpenView({ entity, head, views }: Pick<Noun, "entity" | "head" | "views">): OpenView {
  const { data: offered } = useQuery(useApi().views.list.queryOptions({ noun: entity }));
  const [saved, setSaved] = useQueryState("saved", parseAsString);
  const [url] = useQueryStates(listStateParsers);
  const narrowed = isNarrowing(url);
  const declared = useMemo(() => viewsOf({ head, views }), [head, views]);
  const opened = useMemo(
    () => openedView({ declared, offered, saved, narrowed }),
    [declared, offered, saved, narrowed],
  );
  const usual = saved === null && opened.id !== allKey ? opened.id : null;
  // The address of the browser: a copied link opens the same view for others, whatever their own usual one is.
  useEffect(() => {
    if (usual) void setSaved(usual, { history: "replace" });
  }, [usual, setSaved]);
  return useMemo(() => ({ ...opened, declared, offered }), [opened, declared, offered]);
}
