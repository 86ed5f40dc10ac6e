import type { Metadata } from "next";
import { EndingPage } from "@/modules/platform/tenants/ending/components/ending-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Export and deletion" };

export default async function EndingSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("workspace:own")) await trpc.ending.deletion.prefetch({});
  return (
    <HydrateClient>
      <EndingPage />
    </HydrateClient>
  );
}
