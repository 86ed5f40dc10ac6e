import type { Metadata } from "next";
import { MyHoursPage } from "@/modules/platform/workspace/calendars/components/my-hours-page";
import { ownApi } from "@/trpc/server";

export const metadata: Metadata = { title: "My hours" };

export default async function MyHoursSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await ownApi((await params).workspace);
  await prefetch(api.calendars.hours.queryOptions({}));
  return hydrate(<MyHoursPage />);
}
