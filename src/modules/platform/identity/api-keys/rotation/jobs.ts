import "server-only";
import { spreadMs } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { firstId } from "@/server/unknown-id";
import { apiKeyEvents } from "../events";
import { firstEnd, notifyEnding } from "./operations/notify-ending";
import { noticeFrom, noticeMinute } from "./rules";

/** The e-mails of all workspaces of a zone are not sent at one moment. */
const spanMs = 3_600_000;

/** Reminds members of their keys that end in 14 days, and of those that end tomorrow. */
export const notifyKeyEnding = platform.job({
  id: "tell-key-ending",
  label: "Reminds members of API keys that end soon",
  on: [sweepEvents.keysEnding],
  atOnce: 1,
  wakes: [apiKeyEvents.created, apiKeyEvents.rotated],
  async due(ctx, now) {
    const { id, timeZone } = ctx.tenant;
    const first = await firstEnd(ctx, now);
    if (first === null) return { slots: [], next: null };
    const morning = (day: string) =>
      new Date(momentOfDay(day, noticeMinute, timeZone).getTime() + spreadMs(id, spanMs));
    const today = localDay(now, timeZone);
    const from = dayLater(localDay(first, timeZone), -noticeFrom);
    if (from > today) return { slots: [], next: morning(from) };
    if (now < morning(today)) return { slots: [], next: morning(today) };
    return { slots: [today], next: morning(dayLater(today, 1)) };
  },
  async run({ step }) {
    for (let part = 1, after: string | null = firstId; after !== null; part += 1) {
      const from: string = after;
      after = await step<string | null>(`part ${part}`, (ctx) => notifyEnding(ctx, from, new Date()));
    }
  },
});
