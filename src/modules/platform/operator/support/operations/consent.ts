import "server-only";
import { z } from "zod";
import { supportAccessEvents } from "@/lib/support-events";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { type Consent, coveredBy, longestWindowDays, type SupportMode } from "../rules";
import { type SupportAccess, setSupportAccessInput, supportAccess } from "../schema";
import { noteEnds } from "./ending";

const asked: SupportAccess = { mode: "ask", endsAt: null, write: false, setBy: null, setAt: null, version: 0 };

/** The consent of the workspace now: a window that is over counts as none. */
export async function readAccess(ctx: Ctx): Promise<SupportAccess> {
  const row = await ctx.db.supportAccess.findFirst({
    select: {
      mode: true,
      endsAt: true,
      write: true,
      setAt: true,
      version: true,
      setBy: { select: { id: true, name: true } },
    },
  });
  if (!row) return asked;
  const { setBy, version, write } = row;
  // A window that is over counts as what it was before: staff ask.
  const over = row.mode === "until" && row.endsAt !== null && row.endsAt <= new Date();
  const mode = over ? "ask" : (row.mode as SupportMode);
  return { mode, endsAt: over ? null : isoOf(row.endsAt), write, setBy, setAt: row.setAt.toISOString(), version };
}

/** Locks what the workspace allows, until the end of the transaction; all that begins and ends sessions does so. */
export async function holdConsent(inner: Ctx): Promise<Consent> {
  const key = `support:${inner.tenant.id}`;
  const lock = Prisma.sql`select 1 as locked from (select pg_advisory_xact_lock(hashtextextended(${key}, 0))) l`;
  await tenantSql(inner.tenant.id, inner.db, lock);
  const { mode, endsAt, write } = await readAccess(inner);
  return { mode, endsAt: endsAt === null ? null : new Date(endsAt), write };
}

export const getSupportAccess = platform.operation({
  kind: "query",
  permission: "support:manage",
  staff: "never",
  input: z.object({}),
  output: supportAccess,
  rest: { method: "GET", path: "/support-access" },
  describe: "The consent of the workspace to support access: never, on request, or any session until a given time.",
  run: readAccess,
});

export const setSupportAccess = platform.operation({
  kind: "mutation",
  permission: "support:manage",
  changesAccess: true,
  // The emergency stop asks for nothing.
  stepUp: ({ mode }) => mode !== "never",
  staff: "never",
  input: setSupportAccessInput,
  output: supportAccess,
  describe:
    "Chooses whether staff may open the workspace. Sessions that are no longer allowed end at once; CONFLICT if someone else chose meanwhile.",
  async run(ctx, input) {
    if (ctx.actor.type !== "user")
      throw new AppError("FORBIDDEN", "Only a signed-in person can change support access.");
    const before = await holdConsent(ctx);
    const now = new Date();
    const endsAt = windowEnd(input, now);
    const stored = await ctx.db.supportAccess.findFirst({ select: { version: true } });
    if ((stored?.version ?? 0) !== input.version)
      throw new AppError("CONFLICT", "Someone else changed support access in the meantime. Reload the page.");
    const after: Consent = { mode: input.mode, endsAt, write: input.write && input.mode === "until" };
    const data = { ...after, setById: memberOf(ctx.actor), setAt: now, version: input.version + 1 };
    if (stored) await ctx.db.supportAccess.updateMany({ data });
    else await ctx.db.supportAccess.create({ data });
    await endUncovered(ctx, after, now);
    emit(ctx, supportAccessEvents.changed, {
      id: ctx.tenant.id,
      before: factsOf(before),
      after: factsOf(after),
      data: { before: factsOf(before), after: factsOf(after) },
    });
    return await readAccess(ctx);
  },
});

const factsOf = ({ mode, endsAt, write }: Consent) => ({ mode, endsAt: isoOf(endsAt), write });

function windowEnd({ mode, endsAt }: { mode: SupportMode; endsAt?: string | null | undefined }, now: Date) {
  if (mode !== "until") return null;
  const end = endsAt ? new Date(endsAt) : null;
  if (!end || end <= now) throw invalid("endsAt", "Choose a time in the future.");
  const latest = now.getTime() + longestWindowDays * 86_400_000;
  if (end.getTime() > latest) throw invalid("endsAt", `Choose a time within ${longestWindowDays} days.`);
  return end;
}

/** Open sessions that the new choice does not allow end; with "never", those that wait are refused. */
async function endUncovered(inner: Ctx, consent: Consent, now: Date): Promise<void> {
  const open = await inner.db.supportSession.findMany({
    where: { startedAt: { not: null }, endedAt: null },
    select: { id: true, byWindow: true, write: true },
  });
  const over = open.filter(
    ({ byWindow, write }) => consent.mode === "never" || (byWindow && !coveredBy(consent, write, now)),
  );
  const ids = over.map(({ id }) => id);
  await inner.db.supportSession.updateMany({
    where: { id: { in: ids } },
    data: { endedAt: now, endReason: "consent", endToldAt: now },
  });
  await noteEnds(inner, ids);
  if (consent.mode !== "never") {
    // Those that go on end with the window.
    if (consent.endsAt)
      await inner.db.supportSession.updateMany({
        where: { byWindow: true, startedAt: { not: null }, endedAt: null, expiresAt: { gt: consent.endsAt } },
        data: { expiresAt: consent.endsAt },
      });
    return;
  }
  await inner.db.supportSession.updateMany({
    where: { startedAt: null, refusedAt: null, endedAt: null },
    data: { refusedAt: now, endedAt: now, endReason: "consent", decidedById: memberOf(inner.actor) },
  });
}
