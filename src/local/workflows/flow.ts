import { randomUUID } from "node:crypto";
import { durationMs } from "./durations";
import { holds, keyOf } from "./expressions";
import type { FunctionConfig } from "./function-config";
import { type EventBody, startRun } from "./runs";
import type { Tx } from "./store";

/** An event with the id that the engine gave it. */
type Arrival = { internalId: string; event: EventBody };
type Gathered = { id: string; events: Arrival[]; since: Date };

const IDEMPOTENT_FOR = "24 hours";

/** Starts a function for an event, or does what its settings require: collect, wait, drop. */
export async function start(tx: Tx, config: FunctionConfig, arrival: Arrival): Promise<void> {
  const { batchEvents, debounce } = config;
  if (batchEvents && (batchEvents.if === undefined || holds(batchEvents.if, { event: arrival.event }))) {
    return gather(tx, config, arrival, { ...batchEvents, kind: "batch" });
  }
  if (debounce) return settle(tx, config, arrival, debounce);
  return startNow(tx, config, [arrival]);
}

/** Starts a function with the events collected under `id`. */
export async function flush(tx: Tx, { function_id, id }: { function_id: string; id: string }): Promise<void> {
  const found = await tx.row<Gathered & { config: FunctionConfig; archived: boolean }>(
    `DELETE FROM gathered g USING functions f WHERE f.id = g.function_id AND g.function_id = $1 AND g.id = $2
     RETURNING g.id, g.events, g.since, f.config, f.archived`,
    [function_id, id],
  );
  if (found && !found.archived) await startNow(tx, found.config, found.events);
}

async function gather(
  tx: Tx,
  config: FunctionConfig,
  arrival: Arrival,
  { kind, key, maxSize, timeout }: { kind: string; key?: string | undefined; maxSize: number; timeout: string },
): Promise<void> {
  const value = key === undefined ? "" : keyOf(key, { event: arrival.event });
  const known = await heldBack(tx, config, kind, value);
  const events = [...(known?.events ?? []), arrival];
  const id = known?.id ?? randomUUID();
  if (events.length >= maxSize) {
    if (known) await tx.change("DELETE FROM gathered WHERE function_id = $1 AND id = $2", [config.id, id]);
    await tx.dequeue(`flush:${id}`);
    return startNow(tx, config, events);
  }
  await keep(tx, config, { kind, key: value, id, events });
  if (!known) await flushAt(tx, config, id, new Date(Date.now() + (durationMs(timeout) ?? 0)));
}

async function settle(
  tx: Tx,
  config: FunctionConfig,
  arrival: Arrival,
  { period, key, timeout }: NonNullable<FunctionConfig["debounce"]>,
): Promise<void> {
  const value = key === undefined ? "" : keyOf(key, { event: arrival.event });
  const known = await heldBack(tx, config, "debounce", value);
  const id = known?.id ?? randomUUID();
  await keep(tx, config, { kind: "debounce", key: value, id, events: [arrival] });
  const latest =
    timeout === undefined
      ? Number.POSITIVE_INFINITY
      : (known?.since.getTime() ?? Date.now()) + (durationMs(timeout) ?? 0);
  await flushAt(tx, config, id, new Date(Math.min(Date.now() + (durationMs(period) ?? 0), latest)));
}

async function startNow(tx: Tx, config: FunctionConfig, arrivals: Arrival[]): Promise<void> {
  const [first] = arrivals;
  if (!first) return;
  const { event } = first;
  const { idempotency, rateLimit, singleton } = config;
  if (idempotency !== undefined && !(await isFirst(tx, config.id, keyOf(idempotency, { event })))) return;
  // Idempotency is the narrower guarantee: if both are set, only it applies.
  if (rateLimit && idempotency === undefined && (await isOverRate(tx, config.id, rateLimit, event))) return;
  const singletonKey = singleton && (singleton.key === undefined ? "" : keyOf(singleton.key, { event }));
  if (singleton) {
    const active = await tx.rows<{ id: string }>(
      "SELECT id FROM runs WHERE function_id = $1 AND singleton_key = $2 AND status = 'Running'",
      [config.id, singletonKey],
    );
    if (active.length > 0 && singleton.mode === "skip") return;
    for (const { id } of active) await tx.enqueue("cancel", { run: id, reason: "A newer run took its place." });
  }
  await startRun(
    tx,
    config,
    arrivals.map((one) => one.event),
    {
      internalIds: arrivals.map(({ internalId }) => internalId),
      at: await freeAt(tx, config, event),
      singletonKey,
    },
  );
}

async function isFirst(tx: Tx, functionId: string, key: string): Promise<boolean> {
  const added = await tx.change(
    `INSERT INTO seen_keys AS seen (function_id, key, expires_at) VALUES ($1, $2, now() + $3::interval)
     ON CONFLICT (function_id, key) DO UPDATE SET expires_at = excluded.expires_at WHERE seen.expires_at < now()`,
    [functionId, key, IDEMPOTENT_FOR],
  );
  return added > 0;
}

/**
 * The vendor's leaky bucket: runs are spread evenly over the period, and only a tenth of the limit may come at once.
 */
async function isOverRate(
  tx: Tx,
  functionId: string,
  { limit, period, key }: NonNullable<FunctionConfig["rateLimit"]>,
  event: EventBody,
): Promise<boolean> {
  const everyMs = (durationMs(period) ?? 0) / limit;
  const aheadMs = everyMs * Math.floor(limit / 10);
  const taken = await tx.change(
    `INSERT INTO rates AS known VALUES ($1, $2, $3::timestamptz + make_interval(secs => $4))
     ON CONFLICT (function_id, key) DO UPDATE SET next_at = greatest($3, known.next_at) + make_interval(secs => $4)
     WHERE known.next_at <= $3::timestamptz + make_interval(secs => $5)`,
    [functionId, key === undefined ? "" : keyOf(key, { event }), new Date(), everyMs / 1_000, aheadMs / 1_000],
  );
  return taken === 0;
}

/** When the throttle lets the next run start: spread evenly over the period, except for a burst. */
async function freeAt(tx: Tx, { id, throttle }: FunctionConfig, event: EventBody): Promise<Date> {
  if (!throttle) return new Date();
  const { limit, period, burst = 1, key } = throttle;
  const everyMs = (durationMs(period) ?? 0) / limit;
  const value = key === undefined ? "" : keyOf(key, { event });
  const known = await tx.row<{ next_at: Date }>("SELECT next_at FROM throttles WHERE function_id = $1 AND key = $2", [
    id,
    value,
  ]);
  const arrival = Math.max(Date.now(), known?.next_at.getTime() ?? 0);
  await tx.change(
    `INSERT INTO throttles VALUES ($1, $2, $3) ON CONFLICT (function_id, key) DO UPDATE SET next_at = excluded.next_at`,
    [id, value, new Date(arrival + everyMs)],
  );
  return new Date(Math.max(Date.now(), arrival - (burst - 1) * everyMs));
}

function heldBack(tx: Tx, config: FunctionConfig, kind: string, key: string): Promise<Gathered | undefined> {
  return tx.row<Gathered>(
    "SELECT id, events, since FROM gathered WHERE function_id = $1 AND kind = $2 AND key = $3 FOR UPDATE",
    [config.id, kind, key],
  );
}

async function keep(
  tx: Tx,
  config: FunctionConfig,
  { kind, key, id, events }: { kind: string; key: string; id: string; events: Arrival[] },
): Promise<void> {
  await tx.change(
    `INSERT INTO gathered (function_id, kind, key, id, events) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (function_id, kind, key) DO UPDATE SET events = excluded.events`,
    [config.id, kind, key, id, JSON.stringify(events)],
  );
}

function flushAt(tx: Tx, config: FunctionConfig, id: string, at: Date): Promise<void> {
  return tx.enqueue("flush", { function_id: config.id, id }, { key: `flush:${id}`, queue: "intake", at });
}
