import type { Metadata } from "next";
import { ParkedPage } from "@/modules/platform/operator/staff/components/parked-page";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Parked events" };

export default async function StaffParkedPage() {
  await staffApi();
  return <ParkedPage />;
}
