import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { Integration } from "@/modules/hub/connections/schema";
import { colleagueApi } from "@/trpc/server";
import { ConnectionShell } from "./connection-shell";

type Props = { params: Promise<{ workspace: string; provider: string }>; children: ReactNode };

export default async function ConnectionLayout({ params, children }: Props) {
  const { workspace, provider } = await params;
  const { api, fetch, prefetch, ctx, hydrate } = await colleagueApi(workspace);
  if (!ctx.can("connection:view")) notFound();
  const integrations = await fetch<Integration[]>(api.connections.list.queryOptions({}));
  const one = integrations.find((integration) => integration.provider === provider);
  if (!one) notFound();
  if (one.connection && one.state !== "disconnected")
    await prefetch(api.sync.objects.queryOptions({ connectionId: one.connection.id }));
  return hydrate(<ConnectionShell provider={provider}>{children}</ConnectionShell>);
}
