import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Runs `work` while a statement is on its way: the next turn begins after it was sent. The caller awaits the
 * statement afterwards, and gets its failure there.
 */
export async function whileSending<T>(statement: Promise<unknown>, work: () => T): Promise<T> {
  statement.catch(() => undefined);
  await nextTurn();
  return work();
}
