import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { counted } from "@/lib/counted";
import { type MeterKey, meterOf } from "@/lib/meters";
import { localDay } from "@/lib/working-time";
import type { Ctx, TenantInfo } from "../context.ts";
import { tenantDb } from "../db/tenant-db.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { monthlyLimit, monthOf, monthSpan } from "./month.ts";
import { record, type Use } from "./record.ts";

interface Pending {
  tenant: TenantInfo;
  uses: Use[];
  /** How many of them are of each meter: a request does not count them. */
  counts: Map<string, number>;
}

function countIn({ counts }: Pending, uses: readonly Use[], sign: 1 | -1): void {
  for (const { meter } of uses) counts.set(meter, (counts.get(meter) ?? 0) + sign);
}

interface State {
  pending: Map<string, Pending>;
  /** The usage of the month at the last writing, by workspace, meter and month. */
  used: LRUCache<string, number>;
  lost: number;
  /** The writing that is under way, or was the last one. */
  writing: Promise<void>;
}

// On globalThis: the bundler may load this module several times, and one loop writes for all of them.
const holder = globalThis as { throughlineUse?: State };
function state(): State {
  holder.throughlineUse ??= {
    ...{ pending: new Map(), used: new LRUCache({ max: 10_000 }), lost: 0 },
    writing: Promise.resolve(),
  };
  return holder.throughlineUse;
}

const everyMs = 3_000;
const perStatement = 500;
/** More than a process answers in ten minutes: while the database is away so long, further usage is not counted. */
const mostPending = 100_000;

/** Notes one unit of usage in memory, to be written within seconds: a request costs no statement of its own. */
export function collect(tenant: TenantInfo, use: Omit<Use, "quantity" | "at">): void {
  const { pending } = state();
  const theirs: Pending = pending.get(tenant.id) ?? { tenant, uses: [], counts: new Map() };
  if (theirs.uses.length >= mostPending) {
    state().lost++;
    return;
  }
  theirs.tenant = tenant;
  const one: Use = { ...use, quantity: 1, at: new Date() };
  theirs.uses.push(one);
  countIn(theirs, [one], 1);
  pending.set(tenant.id, theirs);
}

const usedKey = (tenantId: string, meter: string, month: string) => `${tenantId} ${meter} ${month}`;

/**
 * LIMIT_REACHED when a month is known to be full. The usage of other processes is known from the last writing, so a few
 * units more may be used within those seconds.
 */
export function assertMonthlyLimit(ctx: Ctx, meter: MeterKey): void {
  const limit = monthlyLimit(ctx, meter);
  if (limit === null) return;
  const { id, timeZone } = ctx.tenant;
  const month = monthOf(new Date(), timeZone);
  const written = state().used.get(usedKey(id, meter, month)) ?? 0;
  const waiting = state().pending.get(id)?.counts.get(meter) ?? 0;
  if (written + waiting < limit) return;
  const { until } = monthSpan(month, timeZone);
  throw new AppError(
    "LIMIT_REACHED",
    `The plan has ${counted(limit, meterOf(meter))} a month, and all are used. Move to a larger plan, or wait until ${localDay(until, timeZone)}.`,
    { meter, limit, resetsAt: until.toISOString() },
  );
}

/** Writes the collected use, one writing after another. If one fails, the next tries again: each key counts once. */
export function writeCollected(): Promise<void> {
  const all = state();
  all.writing = all.writing.then(writeNow);
  return all.writing;
}

async function writeNow(): Promise<void> {
  const { pending, used } = state();
  for (const [tenantId, theirs] of [...pending]) {
    pending.delete(tenantId);
    const data = { tenant: theirs.tenant, db: tenantDb(tenantId).db };
    try {
      while (theirs.uses.length > 0) {
        const now = new Date();
        // A clock that was set back in the meantime must not hold use back.
        const part = theirs.uses.slice(0, perStatement).map((use) => (use.at > now ? { ...use, at: now } : use));
        await record(data, part);
        countIn(theirs, theirs.uses.splice(0, part.length), -1);
      }
      const month = monthOf(new Date(), theirs.tenant.timeZone);
      const rows = await data.db.usagePeriod.findMany({ where: { month }, select: { meter: true, used: true } });
      for (const row of rows) used.set(usedKey(tenantId, row.meter, month), Number(row.used));
    } catch (error) {
      const since = pending.get(tenantId)?.uses ?? [];
      countIn(theirs, since, 1);
      pending.set(tenantId, { ...theirs, uses: [...theirs.uses, ...since] });
      log.warn({ tenantId, uses: theirs.uses.length, err: error }, "use was not written yet");
    }
  }
  const { lost } = state();
  state().lost = 0;
  if (lost > 0) log.error({ uses: lost }, "use was not counted: the database was away for too long");
}

const lastWritingMs = 2_000;

/** Writes every few seconds until the process ends, and the rest then. */
export async function keepWriting(signal: AbortSignal): Promise<void> {
  signal.addEventListener("abort", writeBeforeExit, { once: true });
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    await writeCollected();
  }
}

/** The framework ends the process as soon as all requests are answered: the rest is written first, if that is quick. */
function writeBeforeExit(): void {
  const exit = process.exit.bind(process);
  const written = () => Promise.race([writeCollected(), pause(lastWritingMs)]);
  process.exit = ((code) => void written().finally(() => exit(code))) as typeof process.exit;
}
