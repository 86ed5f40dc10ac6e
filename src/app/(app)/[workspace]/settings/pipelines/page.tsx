import type { Metadata } from "next";
import { workspaceApi } from "@/trpc/server";
import { PipelineSettings } from "./pipeline-settings";

export const metadata: Metadata = { title: "Pipelines" };

export default async function PipelinesSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await Promise.all([trpc.pipelines.list.prefetch({ archived: true }), trpc.pipelines.list.prefetch({})]);
  return (
    <HydrateClient>
      <PipelineSettings />
    </HydrateClient>
  );
}
