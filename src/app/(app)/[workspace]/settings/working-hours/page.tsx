import type { Metadata } from "next";
import { CalendarsPage } from "@/modules/platform/workspace/calendars/components/calendars-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Working hours" };

export default async function WorkingHoursPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.calendars.list.queryOptions({}));
  return hydrate(<CalendarsPage />);
}
