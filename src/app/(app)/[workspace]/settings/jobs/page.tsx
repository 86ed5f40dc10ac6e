import type { Metadata } from "next";
import { JobsPage } from "@/modules/platform/operator/jobs/components/jobs-page";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("workspace:manage"))
    await prefetch(api.jobs.list.infiniteQueryOptions({ show: "all" }, firstPage), api.jobs.outbox.queryOptions({}));
  return hydrate(<JobsPage />);
}
