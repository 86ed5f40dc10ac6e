import type { ReactNode } from "react";

/** What a lifted card would change in a column if it were dropped now. */
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
  /** How many cards it has in all, loaded or not, and as it is shown. */
  inAll: number;
  count: string;
  /** The head, mostly a `ColumnHead`; `change` is set while a drag would take a card away or bring one. */
  head(change: BoardChange<C> | null): ReactNode;
  /** Drawn 44 wide with the name downwards; a click opens it. */
  collapsed?: boolean;
  /** Its cards have an order of their own, whatever the others are in; what comes in stands first. */
  ordered?: boolean;
  /** What stands downwards after the name, as the total. */
  collapsedNote?: ReactNode;
  hasMore?: boolean;
  /** Cards are on their way. */
  loading?: boolean;
  /** The next cards could not be loaded. */
  failed?: boolean;
}
