import type { Metadata } from "next";
import { planPage } from "@/lib/licences";
import { PlanPage } from "@/modules/platform/plans/components/plan-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: planPage() };

export default async function PlanSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await trpc.plans.get.prefetch({});
  return (
    <HydrateClient>
      <PlanPage />
    </HydrateClient>
  );
}
