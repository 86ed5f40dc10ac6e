import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { MySessions } from "@/modules/platform/operator/support/staff/components/my-sessions";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "My sessions" };

export default async function StaffSessionsPage() {
  await staffApi();
  return (
    <>
      <PageHeader title="My sessions" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <MySessions />
      </div>
    </>
  );
}
