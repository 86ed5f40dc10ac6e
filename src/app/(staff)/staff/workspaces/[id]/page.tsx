import type { Metadata } from "next";
import { WorkspacePage } from "@/modules/platform/operator/staff/components/workspace-page";
import { requireRecord, staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Workspace" };

export default async function StaffWorkspacePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { caller, api, prefetch, hydrate } = await staffApi();
  await requireRecord(() => caller.staff.workspace({ id }));
  await prefetch(api.staff.workspace.queryOptions({ id }));
  return hydrate(<WorkspacePage id={id} />);
}
