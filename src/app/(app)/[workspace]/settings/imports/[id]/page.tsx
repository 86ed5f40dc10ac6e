import type { Metadata } from "next";
import { ImportScreen } from "@/modules/platform/imports/components/import-screen";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { trpc, ctx, HydrateClient } = await workspaceApi(workspace);
  if (ctx.can("record:import")) {
    await Promise.all([trpc.imports.get.prefetch({ id }), trpc.imports.objects.prefetch({})]);
  }
  return (
    <HydrateClient>
      <ImportScreen id={id} />
    </HydrateClient>
  );
}
