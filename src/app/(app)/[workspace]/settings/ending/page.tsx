import type { Metadata } from "next";
import { EndingPage } from "@/modules/platform/workspace/tenants/ending/components/ending-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Export and deletion" };

export default async function EndingSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("workspace:own")) await prefetch(api.ending.deletion.queryOptions({}));
  return hydrate(<EndingPage />);
}
