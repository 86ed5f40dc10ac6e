import { ulid } from "ulid";
import { nextTick } from "./cron-time";
import { durationMs } from "./durations";
import type { FunctionConfig } from "./function-config";
import { type EventBody, startRun } from "./runs";
import type { Tx } from "./store";

type Tick = { function_id: string; cron: string; at: Date };

/** Ticks missed by more than this, as on a machine that slept over the weekend, are skipped. */
const MADE_UP_FOR_MS = 3_600_000;

/** Plans the next tick of each schedule; a tick that is planned or due stays. */
export async function planTicks(tx: Tx, { id, triggers }: FunctionConfig): Promise<void> {
  for (const trigger of triggers) {
    if (!("cron" in trigger)) continue;
    const key = keyOfTick(id, trigger.cron);
    const planned = await tx.row("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [key]);
    if (!planned) await plan(tx, { function_id: id, cron: trigger.cron, at: new Date() });
  }
}

/** Deletes the ticks of schedules that a function no longer has. */
export async function dropTicks(tx: Tx, before: FunctionConfig, after: FunctionConfig | undefined): Promise<void> {
  const crons = (config: FunctionConfig | undefined) =>
    config?.triggers.flatMap((trigger) => ("cron" in trigger ? [trigger.cron] : [])) ?? [];
  const kept = crons(after);
  for (const cron of crons(before)) if (!kept.includes(cron)) await tx.dequeue(keyOfTick(before.id, cron));
}

/** Starts a function at its due time. Each due time is stored with the run that it starts, so it runs once. */
export async function tick(tx: Tx, { function_id, cron, at }: Tick): Promise<void> {
  const found = await tx.row<{ config: FunctionConfig; archived: boolean }>(
    "SELECT config, archived FROM functions WHERE id = $1",
    [function_id],
  );
  const trigger = found?.config.triggers.find((one) => "cron" in one && one.cron === cron);
  if (!found || found.archived || !trigger || !("cron" in trigger)) return;
  const isFirst = await tx.change("INSERT INTO ticks VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    function_id,
    cron,
    at,
  ]);
  if (isFirst > 0 && Date.now() - at.getTime() < MADE_UP_FOR_MS) {
    const jitterMs = Math.random() * (durationMs(trigger.jitter ?? "") ?? 0);
    const event: EventBody = {
      id: ulid(),
      name: "inngest/scheduled.timer",
      data: { cron, scheduledAt: at.toISOString(), fireAt: at.toISOString() },
      ts: at.getTime(),
    };
    await startRun(tx, found.config, [event], { at: new Date(Date.now() + jitterMs) });
  }
  await plan(tx, { function_id, cron, at: new Date(Math.max(at.getTime(), Date.now() - MADE_UP_FOR_MS)) });
}

async function plan(tx: Tx, { function_id, cron, at: after }: Tick): Promise<void> {
  const at = nextTick(cron, after);
  if (!at) return;
  await tx.enqueue("cron", { function_id, cron, at }, { key: keyOfTick(function_id, cron), at });
}

function keyOfTick(functionId: string, cron: string): string {
  return `cron:${functionId}:${cron}`;
}
