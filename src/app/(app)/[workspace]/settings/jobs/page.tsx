import type { Metadata } from "next";
import { JobsPage } from "@/modules/platform/jobs/components/jobs-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("workspace:manage"))
    await Promise.all([trpc.jobs.list.prefetchInfinite({ show: "all" }), trpc.jobs.outbox.prefetch({})]);
  return (
    <HydrateClient>
      <JobsPage />
    </HydrateClient>
  );
}
