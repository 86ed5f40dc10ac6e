import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { forgetRefusals, forgetUses, isAnyOld } from "./operations/forget";

/** Minute of the workspace's day after which old rows are deleted: nobody waits for the database then. */
const forgetFrom = 3 * 60 + 30;
/** Days between two looks where nothing is old: everything is kept for longer. */
const lookEveryDays = 7;

/** Deletes what is old of the use and the refusals of keys. */
export const forgetKeyLog = platform.job({
  id: "forget-key-log",
  label: "Deletes old uses and refusals of API keys",
  on: [sweepEvents.keyLogToForget],
  atOnce: 1,
  async due(ctx, now) {
    const { timeZone } = ctx.tenant;
    const today = localDay(now, timeZone);
    const from = (day: string) => momentOfDay(day, forgetFrom, timeZone);
    if (now < from(today)) return { slots: [], next: from(today) };
    if (await isAnyOld(ctx, now)) return { slots: [today], next: from(dayLater(today, 1)) };
    return { slots: [], next: from(dayLater(today, lookEveryDays)) };
  },
  async run({ step }) {
    for (let part = 1; (await step(`uses ${part}`, (ctx) => forgetUses(ctx, new Date()))) > 0; part++);
    for (let part = 1; (await step(`refusals ${part}`, (ctx) => forgetRefusals(ctx, new Date()))) > 0; part++);
  },
});
