import type { Metadata } from "next";
import { ConnectionSettings } from "@/modules/hub/connections/components/connection-settings";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Integration" };

type Props = { params: Promise<{ workspace: string; provider: string }> };

export default async function ConnectionSettingsPage({ params }: Props) {
  const { workspace, provider } = await params;
  const { api, prefetch, hydrate } = await colleagueApi(workspace);
  await prefetch(api.connections.list.queryOptions({}));
  return hydrate(<ConnectionSettings provider={provider} />);
}
