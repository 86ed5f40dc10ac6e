import type { Metadata } from "next";
import { TeamsPage } from "@/modules/platform/identity/teams/components/teams-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.teams.list.queryOptions({}));
  return hydrate(<TeamsPage />);
}
