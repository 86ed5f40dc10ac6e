import type { Metadata } from "next";
import { PlatformJobs } from "@/modules/platform/operator/staff/components/platform-jobs";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Jobs" };

export default async function StaffJobsPage() {
  await staffApi();
  return <PlatformJobs />;
}
