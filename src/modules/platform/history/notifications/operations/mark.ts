import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { arrayLiteral } from "@/server/db/array-literal";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { notificationEvents } from "../events";
import { changedOutput, markAllInput, markInput, snoozeInput } from "../schema";
import { inboxOf, notificationScope } from "../scope";

type Change = Prisma.NotificationUpdateManyMutationInput;
type Mark = "read" | "unread" | "done" | "undone";

/** The values that a mark writes, and the rows that do not have them yet. */
function marking(as: Mark, now: Date): { data: Change; open: Prisma.NotificationWhereInput } {
  switch (as) {
    case "read":
      return { data: { readAt: now }, open: { readAt: null } };
    case "unread":
      return { data: { readAt: null }, open: { NOT: { readAt: null } } };
    case "done":
      return { data: { doneAt: now }, open: { doneAt: null } };
    case "undone":
      return { data: { doneAt: null }, open: { NOT: { doneAt: null } } };
  }
}

/** Changes the member's notifications that meet `where`, and signals the member's other screens. */
async function change(ctx: Ctx, as: string, where: Prisma.NotificationWhereInput, data: Change) {
  const rows = await ctx.db.notification.updateManyAndReturn({
    where: { AND: [{ memberId: inboxOf(ctx) }, where] },
    data,
    select: { id: true },
  });
  return changed(ctx, as, rows);
}

/** Signals the changed ones to the member's other screens; returns their number. */
function changed(ctx: Ctx, as: string, rows: readonly { id: string }[]) {
  const [first] = rows;
  if (first) emit(ctx, notificationEvents.changed, { id: first.id, data: { count: rows.length, as } });
  else ctx.outcome.unchanged = true;
  return { changed: rows.length };
}

const shared = { kind: "mutation", permission: "notification:view", staff: "never", output: changedOutput } as const;
const named = { ...shared, on: { scope: notificationScope, ids: (input: { ids: string[] }) => input.ids } } as const;

export const markNotifications = platform.operation({
  ...named,
  input: markInput,
  rest: { method: "POST", path: "/notifications/mark" },
  describe: "Marks notifications of yours as read, unread, done or not done.",
  async run(ctx, { ids, as }) {
    const { data, open } = marking(as, new Date());
    return await change(ctx, as, { AND: [{ id: { in: ids } }, open] }, data);
  },
});

export const snoozeNotifications = platform.operation({
  ...named,
  input: snoozeInput,
  rest: { method: "POST", path: "/notifications/snooze" },
  describe:
    "Snoozes your notifications until a time, at which they are unread again. Without a time, snoozed ones return to their places with their old read state.",
  async run(ctx, { ids, until }) {
    if (until !== null && new Date(until) <= new Date()) throw invalid("until", "Choose a time in the future.");
    return changed(ctx, "snoozed", await (until === null ? unsnooze(ctx, ids) : snooze(ctx, ids, until)));
  },
});

const ownOnes = (ctx: Ctx, ids: readonly string[]) => Prisma.sql`
  tenant_id = ${ctx.tenant.id}::uuid and member_id = ${inboxOf(ctx)}::uuid and id = any(${arrayLiteral(ids)}::uuid[])`;

/** Snoozed once more, one still goes back to where it was in the inbox. */
function snooze(ctx: Ctx, ids: readonly string[], until: string): Promise<{ id: string }[]> {
  return tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update notifications
      set shown_before = case when shown_from > now() then shown_before else shown_from end,
          read_before = case when shown_from > now() then read_before else read_at end,
          shown_from = ${until}::timestamptz, read_at = null, done_at = null
      where ${ownOnes(ctx, ids)} returning id`,
  );
}

function unsnooze(ctx: Ctx, ids: readonly string[]): Promise<{ id: string }[]> {
  return tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update notifications set shown_from = coalesce(shown_before, at), read_at = read_before
      where ${ownOnes(ctx, ids)} and shown_from > now() returning id`,
  );
}

export const markAllNotifications = platform.operation({
  ...shared,
  input: markAllInput,
  rest: { method: "POST", path: "/notifications/mark-all" },
  describe: "Marks everything in your inbox, or all of one type, as read or done; snoozed notifications do not change.",
  async run(ctx, { as, type }) {
    const now = new Date();
    const { data, open } = marking(as, now);
    const waiting = { doneAt: null, shownFrom: { lte: now }, ...(type ? { type } : {}) };
    return await change(ctx, as, { AND: [waiting, open] }, data);
  },
});
