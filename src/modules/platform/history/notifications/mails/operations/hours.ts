import "server-only";
import { z } from "zod";
import { nextWorkingInstant, type WorkingCalendar } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { inboxOf } from "../../scope";
import { notificationMailEvents } from "../events";
import { burstMs, quietByDefault } from "../rules";
import { hoursInput, hoursOutput } from "../schema";

/** When a member wants e-mail. */
export interface MailHours {
  /** Whether e-mail that is not urgent waits for their working hours. */
  quiet: boolean;
  calendar: WorkingCalendar;
}

/** When a member wants e-mail: as they chose, or as it is by default. */
export async function hoursOf(ctx: Ctx, memberId: string): Promise<MailHours> {
  return (await hoursOfAll(ctx, [memberId]))(memberId);
}

/** When each of these members wants e-mail, in two statements. */
export async function hoursOfAll(ctx: Ctx, memberIds: readonly string[]): Promise<(memberId: string) => MailHours> {
  const rows = await ctx.db.notificationHours.findMany({
    where: { memberId: { in: [...memberIds] } },
    select: { memberId: true, quiet: true },
  });
  const chosen = new Map(rows.map(({ memberId, quiet }) => [memberId, quiet]));
  const calendarOf = await calendarsOf(ctx, memberIds);
  return (memberId) => ({ quiet: chosen.get(memberId) ?? quietByDefault, calendar: calendarOf(memberId) });
}

/** When e-mail that is ready at this moment may go: at once, or at the member's next working time, if there is one. */
export const heldUntil = ({ quiet, calendar }: MailHours, moment: Date): Date =>
  (quiet && nextWorkingInstant(calendar, moment)) || moment;

/** Whether e-mail of this member waits for their working hours. */
async function quietOf(ctx: Ctx, memberId: string): Promise<boolean> {
  const row = await ctx.db.notificationHours.findFirst({ where: { memberId }, select: { quiet: true } });
  return row?.quiet ?? quietByDefault;
}

export const getNotificationHours = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: z.object({}),
  output: hoursOutput,
  rest: { method: "GET", path: "/notification-hours" },
  describe: "Whether e-mails that are not urgent wait for your working hours.",
  run: async (ctx) => ({ quiet: await quietOf(ctx, inboxOf(ctx)) }),
});

export const setNotificationHours = platform.operation({
  kind: "mutation",
  permission: "notification:view",
  staff: "never",
  silent: "Only the member is affected, and sees the change at once.",
  input: hoursInput,
  output: hoursOutput,
  rest: { method: "PATCH", path: "/notification-hours" },
  describe:
    "Sets whether e-mails that are not urgent wait for your working hours. Also applies to e-mails that are already waiting.",
  async run(ctx, { quiet }) {
    const memberId = inboxOf(ctx);
    // In this order: the later of two first ones waits here for the earlier, and then finds its row.
    const { count } = await ctx.db.notificationHours.createMany({ data: [{ memberId, quiet }], skipDuplicates: true });
    if (count === 0) await ctx.db.notificationHours.updateMany({ where: { memberId }, data: { quiet } });
    await hurryUp(ctx, memberId);
    return { quiet };
  },
});

/** A waiting e-mail that may go earlier now gets an earlier job; the later job finds it sent. */
async function hurryUp(ctx: Ctx, memberId: string): Promise<void> {
  const open = await ctx.db.notificationMail.findFirst({
    where: { memberId, openKey: "digest" },
    select: { id: true, createdAt: true, dueAt: true },
  });
  if (!open) return;
  const ready = new Date(Math.max(Date.now(), open.createdAt.getTime() + burstMs));
  const dueAt = heldUntil(await hoursOf(ctx, memberId), ready);
  if (dueAt >= open.dueAt) return;
  await ctx.db.notificationMail.updateMany({ where: { id: open.id, openKey: "digest" }, data: { dueAt } });
  emit(ctx, notificationMailEvents.queued, { id: open.id, data: {} });
}

/** Where a member chose other working hours, e-mail that waits may go earlier. */
export const followHours = (ctx: Ctx, memberId: string): Promise<void> =>
  inTransaction(ctx, (inner) => hurryUp(inner, memberId));
