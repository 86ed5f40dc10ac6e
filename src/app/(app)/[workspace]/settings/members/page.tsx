import type { Metadata } from "next";
import { homeEntity } from "@/lib/nouns/all";
import { MembersPage } from "@/modules/platform/members/components/members-page";
import { groupInput } from "@/modules/platform/members/rules";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Members" };

export default async function MembersSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await Promise.all([
    trpc.owned.count.prefetch({ entity: homeEntity }),
    trpc.members.counts.prefetch({}),
    trpc.members.list.prefetchInfinite(groupInput("active", "")),
  ]);
  return (
    <HydrateClient>
      <MembersPage />
    </HydrateClient>
  );
}
