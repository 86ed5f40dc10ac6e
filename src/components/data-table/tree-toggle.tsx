"use client";

import { ListTree } from "lucide-react";
import { Button } from "@/components/ui/button";
import { isTree } from "@/lib/list-request";
import type { ListState } from "./list-state";

export interface TreeToggleProps {
  state: ListState;
  onChange(patch: Partial<ListState>): void;
}

/** Draws a list as a tree, or flat; says so while filters keep a tree flat. */
export function TreeToggle({ state, onChange }: TreeToggleProps) {
  const isFlat = state.tree && !isTree(state);
  const change = () => onChange(state.tree ? { tree: false } : { tree: true, group: null, closed: [] });
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={state.tree}
      icon={<ListTree aria-hidden />}
      onClick={change}
      className={state.tree ? "text-text" : ""}
      {...(isFlat ? { title: "Rows that match stand in one list. Clear the filter to see the tree." } : {})}
    >
      <span className="phone:sr-only">{isFlat ? "Tree: flat while filtered" : "Tree"}</span>
    </Button>
  );
}
