"use client";

import { Columns3, Sheet as SheetIcon } from "lucide-react";
import { useMemo } from "react";
import type { ListState } from "@/components/data-table/list-state";
import { encodeFilter } from "@/components/data-table/list-state-codec";
import type { AnyRow } from "@/components/fields/field-columns";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import type { RelatedProps } from "@/modules/platform/data/records/components/noun-screen";
import { useHasBoard } from "@/modules/platform/data/records/components/noun-views";
import { type Task, tasks } from "../fields";
import { QuickAdd } from "./quick-add";
import { taskCells } from "./task-cells";
import { TaskCounts } from "./task-counts";

/** Tasks begin as a tree in the order of the plan. Key and project are the same in all rows. */
const start: Partial<ListState> = {
  tree: true,
  sort: { field: "rank", direction: "asc" },
  columns: [
    { id: "name", pinned: true },
    ...["status", "owner", "dueOn", "estimate", "priority"].map((id) => ({ id })),
  ],
};

function NumberedName({ task: { id, number, name, completedAt } }: { task: Task }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="min-w-5 shrink-0 text-right font-normal text-faint tabular-nums">{number}</span>
      <span className={cn("truncate", completedAt !== null && "font-normal text-muted")}>{name}</span>
      <TaskCounts id={id} />
    </span>
  );
}

const own = {
  columns: {
    name: { cell: (row: AnyRow) => <NumberedName task={row as unknown as Task} /> },
    ...taskCells,
  },
  Above: QuickAdd,
};

/** The tasks of a project, as a tab of its page: it takes the whole width. */
export function ProjectTasks({ of: { field }, to }: RelatedProps) {
  const { id, name } = to;
  const of = useMemo(() => ({ field, op: "anyOf" as const, value: [id] }), [field, id]);
  return (
    <div data-whole className="flex min-h-0 flex-1 flex-col phone:h-[75dvh]">
      <NounList noun={tasks} own={own} views={<OtherViews of={of} />} inside={{ of, to: { id, name }, start }} />
    </div>
  );
}

/** The same tasks as a board, and as a sheet where there is room for one. */
function OtherViews({ of }: Pick<RelatedProps, "of">) {
  const { href } = useWorkspace();
  const hasBoard = useHasBoard(tasks);
  const filter = encodeFilter({ conditions: [of], groups: [] });
  return (
    <>
      {hasBoard ? (
        <Button asChild>
          <Link href={href(`/${tasks.head.path}/board?${new URLSearchParams({ filter })}`)}>
            <Columns3 aria-hidden />
            Board
          </Link>
        </Button>
      ) : null}
      <Button asChild className="phone:hidden">
        <Link href={href(`/${tasks.head.path}?${new URLSearchParams({ view: "sheet", filter })}`)}>
          <SheetIcon aria-hidden />
          Sheet
        </Link>
      </Button>
    </>
  );
}
