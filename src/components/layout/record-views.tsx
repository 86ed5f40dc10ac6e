"use client";

import { CalendarDays, Columns3, List, Sheet as SheetIcon } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { Segmented } from "@/components/ui/segmented";
import { withQuery } from "@/lib/with-query";
import { usePageCommand } from "./page-commands";
import { useWorkspace } from "./workspace-context";

const views = [
  { value: "list", label: "List", icon: <List aria-hidden /> },
  { value: "board", label: "Board", icon: <Columns3 aria-hidden /> },
  { value: "calendar", label: "Calendar", icon: <CalendarDays aria-hidden /> },
  { value: "sheet", label: "Sheet", icon: <SheetIcon aria-hidden /> },
] as const;
export type View = (typeof views)[number]["value"];

/** Parameters of the address that every view of the same records understands. */
const shared = ["filter", "match", "q", "saved"];

interface RecordViewsProps {
  current: View;
  /** Below the workspace's address; those that there are. */
  paths: Readonly<Partial<Record<View, string>>>;
  /** Further parameters that all views keep. */
  keptParams: readonly string[];
}

/** Switches between the views of the same records; filters and search stay. */
export function RecordViews({ current, paths, keptParams }: RecordViewsProps) {
  const { href } = useWorkspace();
  const router = useRouter();
  const search = useSearchParams();
  const keep = new URLSearchParams([...search].filter(([key]) => [...shared, ...keptParams].includes(key))).toString();
  const show = (view: View) => router.push(withQuery(href(paths[view] ?? ""), keep));
  // A phone has no room for a sheet.
  const isPhone = useIsPhone();
  const options = views.filter(({ value }) => paths[value] !== undefined && !(isPhone && value === "sheet"));
  const others = options.filter(({ value }) => value !== current);
  return (
    <>
      <Segmented aria-label="View" value={current} onValueChange={show} options={options} />
      {others.map(({ value }) => (
        <ViewCommand key={value} view={value} run={() => show(value)} />
      ))}
    </>
  );
}

function ViewCommand({ view, run }: { view: View; run(): void }) {
  usePageCommand(`Show as a ${view}`, run);
  return null;
}
