import type { Metadata } from "next";
import { GeneralPage } from "@/modules/platform/workspace/tenants/components/general-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "General" };

export default async function GeneralSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await workspaceApi((await params).workspace);
  await prefetch(api.tenants.get.queryOptions({}));
  return hydrate(<GeneralPage />);
}
