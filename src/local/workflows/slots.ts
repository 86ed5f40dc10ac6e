import { keyOf } from "./expressions";
import type { FunctionConfig } from "./function-config";
import type { Tx } from "./store";

/** The places that a run's calls take: each name has room for `limits` of its number at once. */
export type Slots = { slots: string[]; limits: number[] };

/** What the concurrency settings of a function mean for a run that this event starts. */
export function slotsOf(config: FunctionConfig, event: unknown): Slots {
  const settings = config.concurrency ?? [];
  const named = settings.map(({ limit, key, scope = "fn" }, index) => {
    const value = key === undefined ? "" : keyOf(key, { event });
    // A limit across functions is one by its key; within a function each of the two has its own.
    const owner = scope === "fn" ? `${OWN}${config.id}:${index}/${settings.length}` : `${scope}:${key ?? ""}`;
    return { name: `${owner}:${value}`, limit };
  });
  return { slots: named.map(({ name }) => name), limits: named.map(({ limit }) => limit) };
}

const OWN = "fn:";

/**
 * Who counts or changes places holds this lock, for as short as can be: it comes last in a transaction. A call with one
 * place of its own function competes with the like only; those with several, or across functions, share one lock.
 */
function guardOf(slots: readonly string[]): string | null {
  const [first, ...others] = slots;
  if (first === undefined) return null;
  return others.length === 0 && first.startsWith(OWN) ? first : "slots";
}

/** Takes a waiting call in hand if it gets all its places before others, who go first by age; tells how it stands then. */
export function takePlaces<Call extends Slots & { state: string }>(
  tx: Tx,
  id: string,
  { slots }: Slots,
): Promise<Call | undefined> {
  return tx.row<Call>("SELECT * FROM take_places($1, $2)", [id, guardOf(slots)]);
}

/** After calls have given back these places: lets in who waits for them, oldest first. */
export async function letIn(tx: Tx, freed: readonly string[]): Promise<void> {
  if (freed.length > 0) await tx.rows("SELECT let_in($1, $2)", [freed, guardOf(freed)]);
}

/** Keeps others from taking or giving these places until the end of the transaction; before calls are deleted. */
export async function lockPlaces(tx: Tx, slots: readonly string[]): Promise<void> {
  if (slots.length > 0) await tx.rows("SELECT pg_advisory_xact_lock(hashtext($1))", [guardOf(slots)]);
}
