import type { RefObject } from "react";
import type { CardContext } from "@/components/board/board-card";
import { BoardColumn, type ColumnHandle } from "@/components/board/board-column";
import type { BoardChange } from "@/components/board/board-column-def";
import type { BoardReading } from "@/components/board/board-reading";
import { CollapsedColumn } from "@/components/board/collapsed-column";
import type { Lift } from "@/components/board/use-board-drag";
import { cn } from "@/lib/cn";

interface BoardColumnsProps<C> {
  board: BoardReading<C>;
  root: RefObject<HTMLDivElement | null>;
  handles: RefObject<Map<string, ColumnHandle>>;
  context: CardContext<C>;
  /** The dragged card. */
  lift: (Lift & { card: C }) | null;
  /** The card that had the focus last. */
  focusedId: string | null;
  peekId: string | null;
  phone: boolean;
  /** The single column of a phone. */
  shownColumn: string | null;
  onExpand: ((columnId: string) => void) | undefined;
  fetchMore(columnId: string): void;
}

const noCards: readonly never[] = [];

/** The columns side by side; on a phone the shown one, and the one that a dragged card comes from. */
export function BoardColumns<C>(props: BoardColumnsProps<C>) {
  const { board, lift, peekId, phone, shownColumn } = props;
  const over = lift?.place.columnId;
  const lifted = lift ? { id: lift.cardId, card: lift.card, height: lift.height, byKeys: lift.byKeys } : null;

  function changeOf(columnId: string): BoardChange<C> | null {
    if (!lift || over === lift.from) return null;
    if (columnId === lift.from) return { card: lift.card, by: -1 };
    return columnId === over ? { card: lift.card, by: 1 } : null;
  }
  return (
    <div
      ref={props.root}
      className={cn(
        "relative flex min-h-0 flex-1 overflow-x-auto bg-surface-sunken phone:overflow-x-hidden",
        // Padding, so that a card under the panel can be scrolled into view.
        peekId !== null && "scroll-pr-peek pr-peek",
      )}
    >
      {board.columns.map((column) => {
        const { id } = column;
        if (column.collapsed && !phone)
          return (
            <CollapsedColumn key={id} column={column} over={over === id} onOpen={(one) => props.onExpand?.(one)} />
          );
        const hidden = phone && id !== shownColumn;
        if (hidden && id !== lift?.from) return null;
        return (
          <BoardColumn
            key={id}
            column={column}
            cards={board.shown[id] ?? noCards}
            context={props.context}
            change={changeOf(id)}
            lifted={lifted}
            slot={lift && over === id && (board.byHand(id) || lift.from !== id) ? lift.place.index : null}
            tabId={board.tabIdOf(id, props.focusedId)}
            peekId={peekId}
            hidden={hidden}
            handles={props.handles}
            fetchMore={props.fetchMore}
          />
        );
      })}
    </div>
  );
}
