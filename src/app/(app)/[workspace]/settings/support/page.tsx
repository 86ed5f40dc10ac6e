import type { Metadata } from "next";
import { SupportPage } from "@/modules/platform/support/components/support-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Support access" };

export default async function SupportSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("support:manage"))
    await Promise.all([trpc.support.access.prefetch({}), trpc.support.sessions.prefetchInfinite({})]);
  return (
    <HydrateClient>
      <SupportPage />
    </HydrateClient>
  );
}
