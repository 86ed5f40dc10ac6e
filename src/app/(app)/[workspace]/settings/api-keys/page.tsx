import type { Metadata } from "next";
import { ApiKeysPage } from "@/modules/platform/identity/api-keys/components/api-keys-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("apiKey:manage")) await prefetch(api.apiKeys.list.queryOptions({}));
  return hydrate(<ApiKeysPage />);
}
