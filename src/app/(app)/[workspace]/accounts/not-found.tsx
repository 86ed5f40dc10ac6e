"use client";

import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function AccountNotFound() {
  const { href } = useWorkspace();
  return <RecordMissing list={{ label: "Accounts", href: href("/accounts") }} noun="account" />;
}
