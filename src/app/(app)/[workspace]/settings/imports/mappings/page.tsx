import type { Metadata } from "next";
import { MappingsPage } from "@/modules/platform/data/imports/mappings/components/mappings-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Saved mappings" };

export default async function SavedMappingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("record:import")) await prefetch(api.imports.mappings.queryOptions({}));
  return hydrate(<MappingsPage />);
}
