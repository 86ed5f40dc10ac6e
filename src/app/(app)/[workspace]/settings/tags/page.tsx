import type { Metadata } from "next";
import { TagsPage } from "@/modules/platform/tags/components/tags-page";
import { everyTag } from "@/modules/platform/tags/rules";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Tags" };

export default async function TagsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await trpc.tags.list.prefetch(everyTag);
  return (
    <HydrateClient>
      <TagsPage />
    </HydrateClient>
  );
}
