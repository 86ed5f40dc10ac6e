import { useState } from "react";

/** The marked row among these: the first, where the marked one is not among them any more. */
export const markedIn = (rows: readonly string[], marked: string): string =>
  rows.includes(marked) ? marked : (rows[0] ?? "");

/**
 * The row of a list that Enter takes. The list marks the first one by itself only when somebody types, and not when rows that are
 * searched come later: Enter then took nothing.
 */
export function useMarked(rows: readonly string[]) {
  const [marked, setMarked] = useState("");
  return { value: markedIn(rows, marked), onValueChange: setMarked };
}
