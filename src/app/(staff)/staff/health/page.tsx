import type { Metadata } from "next";
import { HealthPage } from "@/modules/platform/operator/staff/components/health-page";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Health" };

export default async function StaffHealthPage() {
  await staffApi();
  return <HealthPage />;
}
