import type { Metadata } from "next";
import { ImportHistory } from "@/modules/platform/data/imports/components/import-history";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Import history" };

export default async function ImportsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("record:import")) await prefetch(api.imports.list.infiniteQueryOptions({}, firstPage));
  return hydrate(<ImportHistory />);
}
