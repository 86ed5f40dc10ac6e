import type { Metadata } from "next";
import { ImportHistory } from "@/modules/platform/imports/components/import-history";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Import history" };

export default async function ImportsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("record:import")) await trpc.imports.list.prefetchInfinite({});
  return (
    <HydrateClient>
      <ImportHistory />
    </HydrateClient>
  );
}
