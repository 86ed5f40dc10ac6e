import type { Metadata } from "next";
import { PreferencesPage } from "@/modules/platform/history/notifications/components/preferences-page";
import { memberApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await memberApi((await params).workspace);
  await prefetch(api.notifications.preferences.queryOptions({}), api.notificationMails.hours.queryOptions({}));
  return hydrate(<PreferencesPage />);
}
