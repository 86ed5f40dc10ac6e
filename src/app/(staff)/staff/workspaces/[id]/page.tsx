import type { Metadata } from "next";
import { WorkspacePage } from "@/modules/platform/staff/components/workspace-page";
import { documentNeeds, staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Workspace" };

export default async function StaffWorkspacePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { trpc, HydrateClient } = await staffApi();
  await documentNeeds(() => trpc.staff.workspace({ id }));
  await trpc.staff.workspace.prefetch({ id });
  return (
    <HydrateClient>
      <WorkspacePage id={id} />
    </HydrateClient>
  );
}
