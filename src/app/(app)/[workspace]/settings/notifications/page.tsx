import type { Metadata } from "next";
import { PreferencesPage } from "@/modules/platform/notifications/components/preferences-page";
import { ownApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await ownApi((await params).workspace);
  await Promise.all([trpc.notifications.preferences.prefetch({}), trpc.notificationMails.hours.prefetch({})]);
  return (
    <HydrateClient>
      <PreferencesPage />
    </HydrateClient>
  );
}
