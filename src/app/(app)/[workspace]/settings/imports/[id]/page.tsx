import type { Metadata } from "next";
import { colleagueApi } from "@/trpc/server";
import { ImportWizard } from "./import-wizard";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { api, prefetch, ctx, hydrate } = await colleagueApi(workspace);
  if (ctx.can("record:import")) {
    await prefetch(api.imports.get.queryOptions({ id }), api.imports.objects.queryOptions({}));
  }
  return hydrate(<ImportWizard id={id} />);
}
