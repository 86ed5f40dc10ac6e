import type { Metadata } from "next";
import { planPage } from "@/lib/plan-page";
import { PlanPage } from "@/modules/platform/commerce/plans/components/plan-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: planPage() };

export default async function PlanSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.plans.get.queryOptions({}));
  return hydrate(<PlanPage />);
}
