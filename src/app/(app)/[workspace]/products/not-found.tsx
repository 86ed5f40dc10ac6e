"use client";

import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function ProductNotFound() {
  const { href } = useWorkspace();
  return <RecordMissing list={{ label: "Products", href: href("/products") }} noun="product" />;
}
