import type { Metadata } from "next";
import { PlanPage } from "@/modules/platform/plans/components/plan-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Plan and modules" };

export default async function PlanSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, HydrateClient } = await workspaceApi((await params).workspace);
  await trpc.plans.get.prefetch({});
  return (
    <HydrateClient>
      <PlanPage />
    </HydrateClient>
  );
}
