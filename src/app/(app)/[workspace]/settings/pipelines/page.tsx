import type { Metadata } from "next";
import { colleagueApi } from "@/trpc/server";
import { PipelineSettings } from "./pipeline-settings";

export const metadata: Metadata = { title: "Pipelines" };

export default async function PipelinesSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { caller, api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  const first = caller.pipelines.list({}).then(
    (pipelines) => pipelines.find((pipeline) => pipeline.isDefault)?.id,
    () => undefined,
  );
  await Promise.all([
    prefetch(api.pipelines.list.queryOptions({ archived: true }), api.followUps.settings.queryOptions({})),
    first.then((pipelineId) =>
      pipelineId ? prefetch(api.opportunities.pipelineTotals.queryOptions({ pipelineId })) : undefined,
    ),
  ]);
  return hydrate(<PipelineSettings />);
}
