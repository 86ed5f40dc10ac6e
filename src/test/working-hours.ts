import { setNotificationHours } from "@/modules/platform/history/notifications/mails/operations/hours";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx } from "@/server/context";

interface Hours {
  /** Null: the workspace's. */
  timeZone: string | null;
  /** Whether e-mail waits for them. */
  quiet: boolean;
  /** Monday 1 to Sunday 7, with one time of work each. */
  days: readonly number[];
  fromMinute: number;
  untilMinute: number;
}

/** Gives a member working hours of their own, and says whether e-mail waits for them. */
export async function setHours(ctx: Ctx, { timeZone, quiet, days, fromMinute, untilMinute }: Hours): Promise<void> {
  const hours = [{ from: fromMinute, until: untilMinute }];
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => (days.includes(day) ? hours : []));
  await setWorkingHours(ctx, { own: { zone: timeZone, week } });
  await setNotificationHours(ctx, { quiet });
}
