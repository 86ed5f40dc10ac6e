import type { Metadata } from "next";
import { SupportPage } from "@/modules/platform/operator/support/components/support-page";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Support access" };

export default async function SupportSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("support:manage"))
    await prefetch(api.support.access.queryOptions({}), api.support.sessions.infiniteQueryOptions({}, firstPage));
  return hydrate(<SupportPage />);
}
