import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { Integration } from "@/modules/hub/connections/schema";
import { SyncOverview } from "@/modules/hub/sync/components/overview";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Sync" };

export default async function ConnectionPage({ params }: { params: Promise<{ workspace: string; provider: string }> }) {
  const { workspace, provider } = await params;
  const { api, fetch } = await colleagueApi(workspace);
  const integrations = await fetch<Integration[]>(api.connections.list.queryOptions({}));
  const one = integrations.find((integration) => integration.provider === provider);
  if (!one?.connection || one.state === "disconnected")
    redirect(`/${workspace}/settings/integrations/${provider}/settings`);
  return <SyncOverview provider={provider} />;
}
