"use client";

import type { ComponentProps } from "react";
import type { AnyRow } from "@/components/fields/field-columns";
import { Day } from "@/components/ui/day";
import { DueDay } from "@/components/ui/due-day";
import { lazyPart } from "@/components/ui/lazy-part";
import type { StatusName } from "../../task-statuses/components/status-badge";
import type { Task } from "../fields";

const Status = lazyPart<ComponentProps<typeof StatusName>>(
  () => import("../../task-statuses/components/status-badge").then((part) => part.StatusName),
  { of: "the status", loading: ({ status }) => <span className="truncate">{status.name}</span> },
);

function statusCell(row: AnyRow) {
  const { status, completedAt } = row as unknown as Task;
  return status ? <Status status={status} isDone={completedAt !== null} /> : "–";
}

function dueCell(row: AnyRow) {
  const { dueOn, completedAt } = row as unknown as Task;
  return dueOn !== null && completedAt === null ? <DueDay day={dueOn} /> : <Day day={dueOn} />;
}

/** Cells of lists of tasks: the status with its sign, and the due day of an open task in the colour of its urgency. */
export const taskCells = {
  status: { cell: statusCell, phoneCell: statusCell },
  dueOn: { cell: dueCell, phoneCell: dueCell },
};
