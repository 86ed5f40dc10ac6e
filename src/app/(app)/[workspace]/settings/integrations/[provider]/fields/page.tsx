import type { Metadata } from "next";
import { SyncFields } from "@/modules/hub/sync/components/fields";

export const metadata: Metadata = { title: "Fields of the sync" };

type Props = { params: Promise<{ workspace: string; provider: string }> };

export default async function SyncFieldsPage({ params }: Props) {
  return <SyncFields provider={(await params).provider} />;
}
