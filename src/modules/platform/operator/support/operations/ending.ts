import "server-only";
import { counted } from "@/lib/counted";
import { supportEvents } from "@/lib/support-events";
import { oneStop } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { countActs, factsOf, type SessionRow, select } from "../row";

const reasons: Readonly<Record<string, string>> = {
  stopped: "Staff stopped it",
  expired: "Its time limit was reached",
  consent: "The workspace ended it",
  suspended: "The workspace was suspended",
  member: "The member has left",
  staff: "The staff account was suspended",
  signedOut: "Staff signed out",
  factor: "Staff removed their second factor",
};

/** The sessions that have ended and of whose end owners and admins were not notified. */
export const unannounced = (ctx: Ctx, now: Date): Promise<{ id: string }[]> =>
  ctx.db.supportSession.findMany({
    where: {
      startedAt: { not: null },
      endToldAt: null,
      OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }],
    },
    orderBy: { id: "asc" },
    take: 100,
    select: { id: true },
  });

/** Whether a session has begun whose end is still to be announced. */
export const isAnyOpen = async (ctx: Ctx): Promise<boolean> =>
  (await ctx.db.supportSession.count({ where: { startedAt: { not: null }, endToldAt: null } })) > 0;

/** Closes sessions whose time is over, and tells owners and admins of each end once, whatever runs twice. */
export async function notifyEnds(ctx: Ctx, now: Date): Promise<number> {
  return await inTransaction(ctx, async (inner) => {
    const ids = (await unannounced(inner, now)).map(({ id }) => id);
    const open = { id: { in: ids }, endToldAt: null };
    await inner.db.supportSession.updateMany({
      where: { ...open, endedAt: null },
      data: { endedAt: now, endReason: "expired" },
    });
    const announced = await inner.db.supportSession.updateManyAndReturn({
      where: open,
      data: { endToldAt: now },
      select: { id: true },
    });
    await noteEnds(
      inner,
      announced.map(({ id }) => id),
    );
    return announced.length;
  });
}

/** Writes the end of these sessions, whose rows are ended in this transaction. */
export async function noteEnds(inner: Ctx, ids: readonly string[]): Promise<void> {
  const rows: SessionRow[] = await inner.db.supportSession.findMany({ where: { id: { in: [...ids] } }, select });
  const acts = await countActs(inner, rows);
  for (const row of rows) {
    const { opened, changed } = acts(row.id);
    const by = reasons[row.endReason ?? ""] ?? "It ended";
    const did = `${counted(opened, { one: "page", many: "pages" }, inner.tenant.locale)} opened, ${counted(changed, { one: "change", many: "changes" }, inner.tenant.locale)}`;
    const text = oneStop(
      `${row.staffName} of Throughline support no longer has access to ${inner.tenant.name} as ${row.member.name}. ${by}; ${did}.`,
    );
    emit(inner, supportEvents.ended, { id: row.id, data: { ...factsOf(row, text), by, opened, changed } });
  }
}
