import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { getDigestTime, setDigestTime } from "./digests/operations/time";
import { countNotifications, listNotifications } from "./operations/list";
import { markAllNotifications, markNotifications, snoozeNotifications } from "./operations/mark";
import { getFollow, getNotificationPreferences, setFollow, setNotificationPreference } from "./operations/preferences";

export const notificationsRouter = router({
  list: query(listNotifications),
  count: query(countNotifications),
  mark: mutation(markNotifications),
  snooze: mutation(snoozeNotifications),
  markAll: mutation(markAllNotifications),
  preferences: query(getNotificationPreferences),
  setPreference: mutation(setNotificationPreference),
  follow: query(getFollow),
  setFollow: mutation(setFollow),
  digestTime: query(getDigestTime),
  setDigestTime: mutation(setDigestTime),
});
