import type { Metadata } from "next";
import { workspaceApi } from "@/trpc/server";
import { PipelineSettings } from "./pipeline-settings";

export const metadata: Metadata = { title: "Pipelines" };

export default async function PipelinesSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  const first = trpc.pipelines.list({}).then(
    (pipelines) => pipelines.find((pipeline) => pipeline.isDefault)?.id,
    () => undefined,
  );
  await Promise.all([
    trpc.pipelines.list.prefetch({ archived: true }),
    first.then((pipelineId) => (pipelineId ? trpc.opportunities.pipelineTotals.prefetch({ pipelineId }) : undefined)),
  ]);
  return (
    <HydrateClient>
      <PipelineSettings />
    </HydrateClient>
  );
}
