"use client";

import { Columns3, List } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { Segmented } from "@/components/ui/segmented";
import { usePageCommand } from "./page-commands";
import { useWorkspace } from "./workspace-context";

export type View = "list" | "board";

/** Parameters of the address that every view of the same records understands. */
const shared = ["filter", "match", "q", "saved"];

interface RecordViewsProps {
  current: View;
  /** Below the workspace's address. */
  paths: Readonly<Record<View, string>>;
  /** Further parameters that both views keep. */
  keptParams: readonly string[];
}

/** Switches between list and board of the same records; filters and search stay. */
export function RecordViews({ current, paths, keptParams }: RecordViewsProps) {
  const { href } = useWorkspace();
  const router = useRouter();
  const search = useSearchParams();
  const keep = new URLSearchParams([...search].filter(([key]) => [...shared, ...keptParams].includes(key))).toString();
  const show = (view: View) => router.push(`${href(paths[view])}${keep ? `?${keep}` : ""}`);
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
