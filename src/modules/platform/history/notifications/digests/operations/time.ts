import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { readerZone } from "@/server/reader-zone";
import { notificationPreferenceEvents } from "../../events";
import { quietByDefault } from "../../mails/rules";
import { inboxOf } from "../../scope";
import { defaultDigestAt } from "../rules";
import { digestTime, digestTimeInput } from "../schema";

async function timeOf(ctx: Ctx, memberId: string): Promise<z.output<typeof digestTime>> {
  const row = await ctx.db.notificationHours.findFirst({ where: { memberId }, select: { digestAt: true } });
  return { at: row?.digestAt ?? defaultDigestAt, zone: readerZone(ctx) };
}

export const getDigestTime = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: z.object({}),
  output: digestTime,
  rest: { method: "GET", path: "/digest-time" },
  describe:
    "The time of your morning digest, in minutes after midnight of your time zone. It is sent on the days on which you work, by your working hours, unless you turned off e-mails of the type `digest`.",
  run: (ctx) => timeOf(ctx, inboxOf(ctx)),
});

export const setDigestTime = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  staff: "never",
  input: digestTimeInput,
  output: digestTime,
  rest: { method: "PATCH", path: "/digest-time" },
  describe:
    "Sets the time of your morning digest. If that time has passed by at most four hours, today's digest is sent at once, unless you got it already.",
  async run(ctx, { at }) {
    const memberId = inboxOf(ctx);
    const before = await timeOf(ctx, memberId);
    if (before.at === at) {
      ctx.outcome.unchanged = true;
      return before;
    }
    // In this order: the later of two first ones waits here for the earlier, and then finds its row.
    const { count } = await ctx.db.notificationHours.createMany({
      data: [{ memberId, quiet: quietByDefault, digestAt: at }],
      skipDuplicates: true,
    });
    if (count === 0) await ctx.db.notificationHours.updateMany({ where: { memberId }, data: { digestAt: at } });
    emit(ctx, notificationPreferenceEvents.digestTimeChanged, { id: memberId, data: { at } });
    return { ...before, at };
  },
});
