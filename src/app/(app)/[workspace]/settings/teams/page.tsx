import type { Metadata } from "next";
import { TeamsPage } from "@/modules/platform/teams/components/teams-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await trpc.teams.list.prefetch({});
  return (
    <HydrateClient>
      <TeamsPage />
    </HydrateClient>
  );
}
