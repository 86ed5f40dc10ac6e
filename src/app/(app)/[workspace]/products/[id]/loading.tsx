"use client";

import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function ProductLoading() {
  const { href } = useWorkspace();
  return <RecordSkeleton list={{ label: "Products", href: href("/products") }} noun="product" />;
}
