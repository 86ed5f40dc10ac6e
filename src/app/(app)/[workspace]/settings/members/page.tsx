import type { Metadata } from "next";
import { groupInput } from "@/modules/platform/members/rules";
import { workspaceApi } from "@/trpc/server";
import { Members } from "./members";

export const metadata: Metadata = { title: "Members" };

export default async function MembersSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await Promise.all([
    trpc.opportunities.countByOwner.prefetch({}),
    trpc.members.counts.prefetch({}),
    trpc.members.list.prefetchInfinite(groupInput("active", "")),
  ]);
  return (
    <HydrateClient>
      <Members />
    </HydrateClient>
  );
}
