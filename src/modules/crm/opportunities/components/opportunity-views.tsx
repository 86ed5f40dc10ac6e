"use client";

import { Columns3, List } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Segmented } from "@/components/ui/segmented";

const paths = { board: "/opportunities", list: "/opportunities/list" } as const;

/** Parameters that both views share. The list does not use the pipeline, but keeps it for the way back to the board. */
const kept = ["filter", "match", "q", "pipeline"];

/** Switches between board and list of the same opportunities; filters stay. */
export function OpportunityViews({ current }: { current: keyof typeof paths }) {
  const { href } = useWorkspace();
  const router = useRouter();
  const search = useSearchParams();
  const keep = new URLSearchParams([...search].filter(([key]) => kept.includes(key))).toString();
  const show = (view: keyof typeof paths) => router.push(`${href(paths[view])}${keep ? `?${keep}` : ""}`);
  const other = current === "board" ? "list" : "board";
  usePageCommand(`Show as a ${other}`, () => show(other));
  return (
    <Segmented
      aria-label="View"
      value={current}
      onValueChange={show}
      options={[
        { value: "list", label: "List", icon: <List aria-hidden /> },
        { value: "board", label: "Board", icon: <Columns3 aria-hidden /> },
      ]}
    />
  );
}
