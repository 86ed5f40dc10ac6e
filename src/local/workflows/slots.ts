import { keyOf } from "./expressions";
import type { FunctionConfig } from "./function-config";
import type { Tx } from "./store";

/** The slots of a run's calls: each name allows `limits` calls at once. */
export type Slots = { slots: string[]; limits: number[] };

/** The slots of a run that this event starts, from the concurrency settings of its function. */
export function slotsOf(config: FunctionConfig, event: unknown): Slots {
  const settings = config.concurrency ?? [];
  const named = settings.map(({ limit, key, scope = "fn" }, index) => {
    const value = key === undefined ? "" : keyOf(key, { event });
    // A limit across functions is identified by its key; within a function each of the two has its own.
    const owner = scope === "fn" ? `${OWN}${config.id}:${index}/${settings.length}` : `${scope}:${key ?? ""}`;
    return { name: `${owner}:${value}`, limit };
  });
  return { slots: named.map(({ name }) => name), limits: named.map(({ limit }) => limit) };
}

const OWN = "fn:";

/**
 * Counting or changing slots requires this lock, for as short as possible: it comes last in a transaction. Calls with
 * one slot of their own function share a lock per function; those with several, or across functions, share one.
 */
function guardOf(slots: readonly string[]): string | null {
  const [first, ...others] = slots;
  if (first === undefined) return null;
  return others.length === 0 && first.startsWith(OWN) ? first : "slots";
}

/** Claims a waiting call if it gets all its slots before others, oldest first; returns its state then. */
export function takePlaces<Call extends Slots & { state: string }>(
  tx: Tx,
  id: string,
  { slots }: Slots,
): Promise<Call | undefined> {
  return tx.row<Call>("SELECT * FROM take_places($1, $2)", [id, guardOf(slots)]);
}

/** After calls have released these slots: admits waiting calls, oldest first. */
export async function letIn(tx: Tx, freed: readonly string[]): Promise<void> {
  if (freed.length > 0) await tx.rows("SELECT let_in($1, $2)", [freed, guardOf(freed)]);
}

/** Locks these slots until the end of the transaction; before calls are deleted. */
export async function lockPlaces(tx: Tx, slots: readonly string[]): Promise<void> {
  if (slots.length > 0) await tx.rows("SELECT pg_advisory_xact_lock(hashtext($1))", [guardOf(slots)]);
}
