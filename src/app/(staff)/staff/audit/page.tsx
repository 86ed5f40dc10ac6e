import type { Metadata } from "next";
import { AuditPage } from "@/modules/platform/operator/staff/components/audit-page";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Staff audit" };

export default async function StaffAuditPage() {
  await staffApi();
  return <AuditPage />;
}
