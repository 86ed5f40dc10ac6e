import { durationMs } from "./durations";
import type { Engine } from "./engine-options";
import { holds } from "./expressions";
import { start } from "./flow";
import type { FunctionConfig } from "./function-config";
import { type EventBody, holdRun } from "./runs";
import { settleStep } from "./steps";
import { inTransaction, isBadData, type Tx } from "./store";

type Waiting = { seq: string; id: string; body: EventBody };
type Awaiting = { run_id: string; id: string; wait_if: string | null; event: EventBody };
type Active = { id: string; created_at: Date; event: EventBody };

const YEAR_MS = 366 * 86_400_000;

const BATCH = 50;

/** Handles all waiting events in order: each cancels, wakes and starts its functions. */
export async function takeIn({ pool, stopping, notice }: Engine): Promise<void> {
  let size = BATCH;
  let isBad = false;
  while (!stopping.aborted) {
    try {
      const taken = await inTransaction(pool, (tx) => takeBatch(tx, size, isBad));
      if (taken === 0) return;
      [size, isBad] = [BATCH, false];
    } catch (error) {
      if (!isBadData(error) || isBad) throw error;
      // An event that no database can store must not block those behind it: it is searched one by one.
      if (size === 1) {
        notice(`An event is skipped: ${error instanceof Error ? error.message : error}`);
        isBad = true;
      }
      size = 1;
    }
  }
}

async function takeBatch(tx: Tx, size: number, isBad: boolean): Promise<number> {
  const events = await tx.rows<Waiting>("SELECT seq, id, body FROM events WHERE NOT done ORDER BY seq LIMIT $1", [
    size,
  ]);
  if (events.length === 0) return 0;
  await tx.change("UPDATE events SET done = true WHERE seq = ANY ($1)", [events.map(({ seq }) => seq)]);
  if (isBad) return 1;
  const functions = await tx.rows<{ config: FunctionConfig; archived: boolean }>(
    "SELECT config, archived FROM functions",
  );
  const awaited = await tx.rows<{ name: string }>(
    "SELECT DISTINCT wait_event AS name FROM steps WHERE state = 'waiting' AND wait_event IS NOT NULL",
  );
  const names = new Set(awaited.map(({ name }) => name));
  for (const { id, body } of events) {
    for (const { config } of functions) await cancelMatching(tx, config, body);
    if (names.has(body.name)) await wakeMatching(tx, body);
    for (const { config, archived } of functions) {
      if (!archived) await startMatching(tx, config, id, body);
    }
  }
  return events.length;
}

async function cancelMatching(tx: Tx, config: FunctionConfig, event: EventBody): Promise<void> {
  const entries = config.cancel?.filter((entry) => matches(entry.event, event.name)) ?? [];
  if (entries.length === 0) return;
  const active = await tx.rows<Active>(
    "SELECT id, created_at, events->0 AS event FROM runs WHERE function_id = $1 AND status = 'Running' ORDER BY id",
    [config.id],
  );
  for (const run of active) {
    const isMeant = entries.some(({ if: condition, timeout }) => {
      const validMs = durationMs(timeout ?? "") ?? YEAR_MS;
      const isValid = Date.now() - run.created_at.getTime() < validMs;
      return isValid && (condition === undefined || holds(condition, { event: run.event, async: event }));
    });
    // A separate transaction for each: only one run is locked at a time.
    if (isMeant) await tx.enqueue("cancel", { run: run.id, reason: `The event ${event.name} cancelled it.` });
  }
}

async function wakeMatching(tx: Tx, event: EventBody): Promise<void> {
  const waiting = await tx.rows<Awaiting>(
    `SELECT s.run_id, s.id, s.wait_if, r.events->0 AS event FROM steps s JOIN runs r ON r.id = s.run_id
     WHERE s.state = 'waiting' AND s.wait_event = $1 AND r.status = 'Running' ORDER BY s.run_id, s.id`,
    [event.name],
  );
  for (const { run_id, id, wait_if, event: first } of waiting) {
    if (wait_if !== null && !holds(wait_if, { event: first, async: event })) continue;
    const run = await holdRun(tx, run_id);
    if (run) await settleStep(tx, run, id, { type: "data", data: event });
  }
}

async function startMatching(tx: Tx, config: FunctionConfig, internalId: string, event: EventBody): Promise<void> {
  for (const trigger of config.triggers) {
    if (!("event" in trigger) || !matches(trigger.event, event.name)) continue;
    if (trigger.expression !== undefined && !holds(trigger.expression, { event })) continue;
    // Two matching triggers start the function once.
    return start(tx, config, { internalId, event });
  }
}

/** Whether a name matches a pattern, which may end in `*`. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
