import { ChevronDown, ChevronRight, GripVertical } from "lucide-react";

/** In a tree: the level from 0, and whether the rows below are shown; null where there are none. */
export interface TreeRowProps {
  depth: number | undefined;
  branch: "open" | "closed" | null | undefined;
}

/** The attributes of a row in a tree; none in other lists. */
export const treeAria = (depth: TreeRowProps["depth"], branch: TreeRowProps["branch"]) =>
  depth === undefined ? {} : { "aria-level": depth + 1, ...(branch ? { "aria-expanded": branch === "open" } : {}) };

/** Deeper levels stand where this one does, so that names keep their room. */
const deepest = 8;

interface TreeSignProps extends TreeRowProps {
  depth: number;
  /** The row by name. */
  label: string;
  onToggle(): void;
  /** Shown where rows can be dragged to another place. */
  onGrip?: ((event: PointerEvent) => void) | undefined;
}

/** The room before a row of a tree by its level, and the button that opens what is below it. */
export function TreeSign({ label, depth, branch, onToggle, onGrip }: TreeSignProps) {
  const Chevron = branch === "open" ? ChevronDown : ChevronRight;
  return (
    <span
      className="-ml-1 flex w-5 shrink-0 justify-center box-content"
      style={{ paddingLeft: Math.min(depth, deepest) * 22 }}
    >
      {onGrip ? (
        <span
          aria-hidden
          data-grip=""
          title="Drag to another place (or Alt and arrows)"
          onPointerDown={(event) => {
            event.preventDefault();
            onGrip(event.nativeEvent);
          }}
          className="-ml-2.5 flex w-3 cursor-grab touch-none items-center text-faint opacity-0 group-hover/row:opacity-100"
        >
          <GripVertical className="size-3.5 shrink-0" />
        </span>
      ) : null}
      {branch ? (
        <button
          type="button"
          data-branch=""
          tabIndex={-1}
          aria-label={`${branch === "open" ? "Close" : "Open"} ${label}`}
          onClick={onToggle}
          className="relative grid size-5 place-items-center rounded-sm text-faint hover:text-text hit-44"
        >
          <Chevron aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </span>
  );
}
