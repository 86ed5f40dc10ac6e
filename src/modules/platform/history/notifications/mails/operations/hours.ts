import "server-only";
import { z } from "zod";
import { nextWorkingInstant, type WorkingWeek } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inboxOf } from "../../scope";
import { notificationMailEvents } from "../events";
import { burstMs, defaultHours } from "../rules";
import { type Hours, hoursInput, hoursOutput } from "../schema";

/** A member's working hours with their time zone. */
export interface HoursInZone extends Hours {
  zone: string;
}

const byDefault = { ...defaultHours, timeZone: null };

/** When a member wants e-mail: as they chose, or as it is by default. */
export async function hoursOf(ctx: Ctx, memberId: string): Promise<HoursInZone> {
  return (await hoursOfAll(ctx, [memberId]))(memberId);
}

/** When each of these members wants e-mail, in one statement. */
export async function hoursOfAll(ctx: Ctx, memberIds: readonly string[]): Promise<(memberId: string) => HoursInZone> {
  const rows = await ctx.db.notificationHours.findMany({
    where: { memberId: { in: [...memberIds] } },
    select: { memberId: true, timeZone: true, quiet: true, days: true, fromMinute: true, untilMinute: true },
  });
  const chosen = new Map(rows.map(({ memberId, ...hours }) => [memberId, hours]));
  return (memberId) => {
    const hours = chosen.get(memberId) ?? { ...byDefault, days: [...byDefault.days] };
    return { ...hours, zone: hours.timeZone ?? ctx.tenant.timeZone };
  };
}

/** When each member of the workspace works. */
export async function workingWeeks(ctx: Ctx): Promise<{ memberId: string; week: WorkingWeek }[]> {
  const members = await ctx.db.member.findMany({ where: { status: "active" }, select: { id: true } });
  const ids = members.map(({ id }) => id);
  const hours = await hoursOfAll(ctx, ids);
  return ids.map((memberId) => {
    const { zone, days, fromMinute, untilMinute } = hours(memberId);
    return { memberId, week: { zone, days, from: fromMinute, until: untilMinute } };
  });
}

/** When e-mail that is ready at this moment may go: at once, or at the member's next working time. */
export function heldUntil({ quiet, zone, days, fromMinute, untilMinute }: HoursInZone, moment: Date): Date {
  return quiet ? nextWorkingInstant(moment, { zone, days, from: fromMinute, until: untilMinute }) : moment;
}

export const getNotificationHours = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: z.object({}),
  output: hoursOutput,
  rest: { method: "GET", path: "/notification-hours" },
  describe: "Your working hours and their time zone, and whether e-mails that are not urgent wait for them.",
  run: (ctx) => hoursOf(ctx, inboxOf(ctx)),
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
    "Sets your working hours, and whether e-mails that are not urgent wait for them. Also applies to e-mails that are already waiting.",
  async run(ctx, hours) {
    const memberId = inboxOf(ctx);
    const data = { ...hours, days: [...hours.days].sort() };
    // In this order: the later of two first ones waits here for the earlier, and then finds its row.
    const { count } = await ctx.db.notificationHours.createMany({
      data: [{ memberId, ...data }],
      skipDuplicates: true,
    });
    if (count === 0) await ctx.db.notificationHours.updateMany({ where: { memberId }, data });
    await hurryUp(ctx, memberId);
    return data;
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
