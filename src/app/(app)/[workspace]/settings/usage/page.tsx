import type { Metadata } from "next";
import { UsagePage } from "@/modules/platform/commerce/usage/components/usage-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Usage" };

export default async function UsageSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("usage:view")) await prefetch(api.usage.summary.queryOptions({ period: "month" }));
  return hydrate(<UsagePage />);
}
