import type { Metadata } from "next";
import { TagsPage } from "@/modules/platform/data/tags/components/tags-page";
import { everyTag } from "@/modules/platform/data/tags/rules";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Tags" };

export default async function TagsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.tags.list.queryOptions(everyTag));
  return hydrate(<TagsPage />);
}
