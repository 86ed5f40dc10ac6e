import type { Metadata } from "next";
import { SyncLog } from "@/modules/hub/sync/components/log";

export const metadata: Metadata = { title: "Log of the sync" };

type Props = { params: Promise<{ workspace: string; provider: string }> };

export default async function SyncLogPage({ params }: Props) {
  return <SyncLog provider={(await params).provider} />;
}
