"use client";

import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function ImportNotFound() {
  const { href } = useWorkspace();
  return <RecordMissing list={{ label: "Import history", href: href("/settings/imports") }} noun="import" />;
}
