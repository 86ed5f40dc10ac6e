import type { Metadata } from "next";
import { SyncProblems } from "@/modules/hub/sync/components/problems";

export const metadata: Metadata = { title: "Problems of the sync" };

type Props = { params: Promise<{ workspace: string; provider: string }> };

export default async function SyncProblemsPage({ params }: Props) {
  return <SyncProblems provider={(await params).provider} />;
}
