import type { Metadata } from "next";
import { OutboxPage } from "@/modules/platform/operator/staff/components/outbox-page";
import { staffApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Outbox" };

export default async function StaffOutboxPage() {
  await staffApi();
  return <OutboxPage />;
}
