import type { ReactNode } from "react";

/** The change in a column if the dragged card were dropped now. */
export interface BoardChange<C> {
  card: C;
  by: 1 | -1;
}

/** One column of a board. */
export interface BoardColumnDef<C> {
  id: string;
  name: string;
  /** The stage line or icon, also in the strip of a phone. */
  mark: ReactNode;
  /** The total number of cards, loaded or not, and its display text. */
  inAll: number;
  count: string;
  /** The head, mostly a `ColumnHead`; `change` is set while a drag would remove or add a card. */
  head(change: BoardChange<C> | null): ReactNode;
  /** Drawn 44 px wide with a vertical name; a click opens it. */
  collapsed?: boolean;
  /** Its cards have their own order, whatever the order of the others; new cards go first. */
  ordered?: boolean;
  /** Vertical text after the name, such as the total. */
  collapsedNote?: ReactNode;
  hasMore?: boolean;
  /** Cards are being loaded. */
  loading?: boolean;
  /** The next cards could not be loaded. */
  failed?: boolean;
}
