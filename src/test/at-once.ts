import { adminQuery, howManyWait } from "./db";
import { hold } from "./hold";
import { tenantTables } from "./tenant-tables";

/** Starts acts at the same moment, so that all have read before one of them writes; returns the result of each. */
export async function atOnce<T>(...acts: (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const tables = await tenantTables(adminQuery);
  // Readers are let through.
  await using tablesHeld = await hold(`lock table ${tables.map((name) => `"${name}"`).join(", ")} in exclusive mode`);
  let done = 0;
  const running = acts.map((act) => act().finally(() => done++));
  const all = Promise.allSettled(running);
  const deadline = Date.now() + 20_000;
  while (done + (await howManyWait()) < acts.length) {
    if (Date.now() > deadline) throw new Error("These acts never come to where they write.");
  }
  await tablesHeld.release();
  return await all;
}
