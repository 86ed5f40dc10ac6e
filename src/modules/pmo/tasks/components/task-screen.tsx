"use client";

import dynamic from "next/dynamic";
import type { AnyRow } from "@/components/fields/field-columns";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyPart } from "@/components/ui/lazy-part";
import { cn } from "@/lib/cn";
import { LazyRelation } from "@/modules/platform/data/records/components/noun-relation-lazy";
import { type RelatedProps, screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { type Task, tasks } from "../fields";
import { QuickAdd } from "./quick-add";
import { taskCells } from "./task-cells";

// Pages of other records show tasks in tabs that most visitors never open.
const ProjectTasks = lazyPart<RelatedProps>(() => import("./project-tasks").then((part) => part.ProjectTasks), {
  of: "the tasks",
});

const Counts = lazyPart<{ id: string }>(() => import("./task-counts").then((part) => part.TaskCounts), {
  of: "the counts",
  loading: null,
});
const SharedTask = lazyPart<{ task: Task }>(() => import("./shared-task").then((part) => part.SharedTask), {
  of: "your part of this task",
  loading: null,
});
// Lists of tasks show none of them.
const TaskHead = dynamic(() => import("./task-head").then((part) => part.TaskHead));
const TaskFigures = dynamic(() => import("./task-figures").then((part) => part.TaskFigures));
const Details = dynamic(() => import("./task-details").then((part) => part.TaskDetails));

const known = (row: AnyRow) => row as unknown as Task;

const Name = ({ task: { id, name, completedAt } }: { task: Task }) => (
  <span className="flex min-w-0 items-center gap-2">
    <span className={cn("truncate font-medium", completedAt !== null && "font-normal text-muted")}>{name}</span>
    <Counts id={id} />
  </span>
);

/** Below the head: what a share lets a guest do with the task, and the sums over its sub-tasks. */
function Top({ task }: { task: Task }) {
  const { isGuest } = useWorkspace();
  return (
    <>
      {isGuest ? <SharedTask task={task} /> : null}
      <TaskFigures task={task} />
    </>
  );
}

function RelatedTasks(props: RelatedProps) {
  if (props.to.entity === "project") return <ProjectTasks {...props} />;
  return <LazyRelation noun={tasks as never} field={props.of.field} to={props.to} />;
}

/** Tasks, and those of a project on its page. */
export const TaskScreen = screenOf(tasks, {
  own: {
    columns: {
      name: { cell: (row: AnyRow) => <Name task={known(row)} /> },
      ...taskCells,
      createdAt: { hidden: true },
    },
    Above: QuickAdd,
    Head: TaskHead,
    CardFacts: Counts,
    Details,
  },
  parts: (task) => ({ figures: <Top task={task} /> }),
  Related: RelatedTasks,
});
