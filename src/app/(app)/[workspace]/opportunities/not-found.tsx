"use client";

import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function OpportunityNotFound() {
  const { href } = useWorkspace();
  return <RecordMissing list={{ label: "Opportunities", href: href("/opportunities") }} noun="opportunity" />;
}
