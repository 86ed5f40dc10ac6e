import type { Metadata } from "next";
import { AuditPage } from "@/modules/platform/history/audit/components/audit-page";
import { colleagueApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { hydrate } = await colleagueApi((await params).workspace);
  return hydrate(<AuditPage />);
}
