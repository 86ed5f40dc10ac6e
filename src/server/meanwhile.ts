import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Does `work` while a statement is on its way: the next turn begins when it has been sent. The caller awaits the
 * statement afterwards, and learns there that it failed.
 */
export async function meanwhile<T>(statement: Promise<unknown>, work: () => T): Promise<T> {
  statement.catch(() => undefined);
  await nextTurn();
  return work();
}
