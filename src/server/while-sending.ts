import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Runs `work` while a statement is on its way to the database. The caller awaits the statement afterwards, and gets its
 * error there.
 */
export async function whileSending<T>(statement: Promise<unknown>, work: () => T): Promise<T> {
  statement.catch(() => undefined);
  await nextTurn();
  return work();
}
