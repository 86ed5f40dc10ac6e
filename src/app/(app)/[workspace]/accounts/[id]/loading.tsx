"use client";

import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function AccountLoading() {
  const { href } = useWorkspace();
  return <RecordSkeleton list={{ label: "Accounts", href: href("/accounts") }} noun="account" figures={5} aside />;
}
