import type { Metadata } from "next";
import { workspaceApi } from "@/trpc/server";
import { ImportWizard } from "./import-wizard";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { trpc, ctx, HydrateClient } = await workspaceApi(workspace);
  if (ctx.can("record:import")) {
    await Promise.all([trpc.imports.get.prefetch({ id }), trpc.imports.objects.prefetch({})]);
  }
  return (
    <HydrateClient>
      <ImportWizard id={id} />
    </HydrateClient>
  );
}
