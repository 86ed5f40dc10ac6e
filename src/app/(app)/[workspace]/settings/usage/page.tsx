import type { Metadata } from "next";
import { UsagePage } from "@/modules/platform/usage/components/usage-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Usage" };

export default async function UsageSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("usage:view")) await trpc.usage.summary.prefetch({ period: "month" });
  return (
    <HydrateClient>
      <UsagePage />
    </HydrateClient>
  );
}
