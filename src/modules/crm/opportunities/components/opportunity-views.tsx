"use client";

import { Columns3, List } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Segmented } from "@/components/ui/segmented";

const paths = { board: "/opportunities", list: "/opportunities/list" } as const;

/** Switches between board and list of the same deals; filters stay. */
export function OpportunityViews({ current }: { current: keyof typeof paths }) {
  const { href } = useWorkspace();
  const router = useRouter();
  const search = useSearchParams();
  const keep = new URLSearchParams([...search].filter(([key]) => key === "filter" || key === "q")).toString();
  return (
    <Segmented
      aria-label="View"
      value={current}
      onValueChange={(view) => router.push(`${href(paths[view as keyof typeof paths])}${keep ? `?${keep}` : ""}`)}
      options={[
        { value: "list", label: "List", icon: <List aria-hidden /> },
        { value: "board", label: "Board", icon: <Columns3 aria-hidden /> },
      ]}
    />
  );
}
