import type { Metadata } from "next";
import { WorkspacesPage } from "@/modules/platform/operator/staff/components/workspaces-page";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Workspaces" };

export default async function StaffWorkspacesPage() {
  await staffApi();
  return <WorkspacesPage />;
}
