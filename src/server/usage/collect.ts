import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { counted } from "@/lib/counted";
import { type MeterKey, meterOf } from "@/lib/meters";
import { localDay } from "@/lib/working-time";
import { noteActivity } from "../activity.ts";
import type { Ctx, TenantInfo } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantDb, tenantSql } from "../db/tenant-db.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { processWide } from "../process-wide.ts";
import { monthlyLimit, monthOf, monthSpan } from "./month.ts";
import { storedUses, type Use } from "./record.ts";

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
  /** Uses of one statement. */
  perStatement: number;
  /** The writing that is under way, or was the last one. */
  writing: Promise<void>;
}

const use = processWide<State>("collected usage");
const state = (): State =>
  use.getOrMake(() => ({
    ...{ pending: new Map(), used: new LRUCache({ max: 10_000 }), lost: 0, perStatement: mostPerStatement },
    writing: Promise.resolve(),
  }));

const everyMs = 3_000;
const mostPerStatement = 1_000;
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
    `The plan has ${counted(limit, meterOf(meter), ctx.tenant.locale)} a month, and all are used. Move to a larger plan, or wait until ${localDay(until, timeZone)}.`,
    { meter, limit, resetsAt: until.toISOString() },
  );
}

/** Writes the collected use, one writing after another. If one fails, the next tries again: each key counts once. */
export function writeCollected(): Promise<void> {
  const all = state();
  all.writing = all.writing.then(writeNow);
  return all.writing;
}

/** Use that waits in a workspace, as much of it as goes into a statement with others. */
interface Part {
  theirs: Pending;
  month: string;
  uses: Use[];
}

/** The next parts of what is to be written; `counts` says how much that is in each workspace, and is reduced. */
function nextParts(counts: Map<string, number>): Part[] {
  const parts: Part[] = [];
  const now = new Date();
  let left = state().perStatement;
  for (const [tenantId, count] of counts) {
    if (left === 0) break;
    const theirs = state().pending.get(tenantId);
    // A clock that was set back in the meantime must not hold use back.
    const uses = theirs?.uses.slice(0, Math.min(left, count)).map((use) => (use.at > now ? { ...use, at: now } : use));
    if (!theirs || !uses || uses.length === 0) counts.delete(tenantId);
    else {
      parts.push({ theirs, month: monthOf(now, theirs.tenant.timeZone), uses });
      counts.set(tenantId, count - uses.length);
      left -= uses.length;
    }
  }
  return parts;
}

interface Written {
  tenant_id: string;
  /** The usage of the month, by meter; null where nothing was written. */
  used: Record<string, number> | null;
  failure: string | null;
}

/** Writes the use of several workspaces in one statement: the database's function does it for one after the other. */
async function writeParts(parts: readonly Part[]): Promise<Written[]> {
  const given = parts.map(({ theirs, month, uses }) => ({ tenant: theirs.tenant.id, month, uses: storedUses(uses) }));
  const id = given[0]?.tenant ?? "";
  const text = JSON.stringify(given);
  return await tenantSql(id, tenantDb(id).db, Prisma.sql`select * from record_collected(${text}::jsonb)`);
}

function settle({ theirs, month, uses }: Part, used: Record<string, number>): void {
  const { tenant } = theirs;
  countIn(theirs, theirs.uses.splice(0, uses.length), -1);
  if (theirs.uses.length === 0) state().pending.delete(tenant.id);
  for (const [meter, value] of Object.entries(used)) state().used.set(usedKey(tenant.id, meter, month), Number(value));
  noteActivity("use", tenant.id);
}

async function writeNow(): Promise<void> {
  // Use that comes meanwhile waits for the next writing.
  const counts = new Map([...state().pending].map(([tenantId, { uses }]) => [tenantId, uses.length]));
  for (let parts = nextParts(counts); parts.length > 0; parts = nextParts(counts)) {
    const failures = await writtenOrFailed(parts);
    for (const { theirs } of parts) {
      const err = failures.get(theirs.tenant.id);
      if (err === undefined) continue;
      counts.delete(theirs.tenant.id);
      log.warn({ tenantId: theirs.tenant.id, uses: theirs.uses.length, err }, "use was not written yet");
    }
  }
  const { lost } = state();
  state().lost = 0;
  if (lost > 0) log.error({ uses: lost }, "use was not counted: the database was away for too long");
}

/** Writes parts; returns why, by workspace, for those of which nothing was written. A failed statement is shorter next time. */
async function writtenOrFailed(parts: readonly Part[]): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>(parts.map(({ theirs }) => [theirs.tenant.id, "no answer"]));
  try {
    const written = new Map((await writeParts(parts)).map((row) => [row.tenant_id, row]));
    for (const part of parts) {
      const { used = null, failure = null } = written.get(part.theirs.tenant.id) ?? {};
      if (used) settle(part, used);
      if (used) failures.delete(part.theirs.tenant.id);
      else failures.set(part.theirs.tenant.id, failure);
    }
    state().perStatement = mostPerStatement;
  } catch (error) {
    state().perStatement = Math.max(1, Math.floor(state().perStatement / 2));
    for (const { theirs } of parts) failures.set(theirs.tenant.id, error);
  }
  return failures;
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
