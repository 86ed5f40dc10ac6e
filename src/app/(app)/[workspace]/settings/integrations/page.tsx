import type { Metadata } from "next";
import { colleagueApi } from "@/trpc/server";
import { IntegrationsOverview } from "./integrations-overview";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("connection:view")) await prefetch(api.connections.list.queryOptions({}));
  return hydrate(<IntegrationsOverview />);
}
