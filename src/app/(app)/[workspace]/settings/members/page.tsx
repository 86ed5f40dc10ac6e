import type { Metadata } from "next";
import { homeEntity } from "@/lib/nouns/all";
import { MembersPage } from "@/modules/platform/identity/members/components/members-page";
import { groupInput } from "@/modules/platform/identity/members/rules";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Members" };

export default async function MembersSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(
    api.owned.count.queryOptions({ entity: homeEntity }),
    api.members.counts.queryOptions({}),
    api.members.list.infiniteQueryOptions(groupInput("active", ""), firstPage),
  );
  return hydrate(<MembersPage />);
}
