"use client";

import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function OpportunityLoading() {
  const { href } = useWorkspace();
  return (
    <RecordSkeleton
      list={{ label: "Opportunities", href: href("/opportunities") }}
      noun="opportunity"
      figures={5}
      aside
    />
  );
}
