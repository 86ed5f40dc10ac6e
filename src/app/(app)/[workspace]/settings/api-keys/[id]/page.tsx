import type { Metadata } from "next";
import { ApiKeyPage } from "@/modules/platform/identity/api-keys/components/api-key-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "API key" };

export default async function ApiKeySettingsPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { api, prefetch, start, ctx, hydrate } = await colleagueApi(workspace);
  if (ctx.can("apiKey:manage")) {
    start([api.apiKeys.refusals.queryOptions({ id }), api.apiKeys.uses.queryOptions({ id })]);
    await prefetch(api.apiKeys.get.queryOptions({ id }));
  }
  return hydrate(<ApiKeyPage id={id} />);
}
