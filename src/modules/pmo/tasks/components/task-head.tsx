"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import type { HeadProps } from "@/modules/platform/data/records/components/noun-own";
import { StatusName } from "../../task-statuses/components/status-badge";
import { type Task, tasks } from "../fields";
import { StatusMenu } from "./status-menu";

/** The head of a task: its key and project, and its status, for those who may as the control that moves it along its workflow. */
export function TaskHead({ record, heading, actions }: HeadProps<Task>) {
  const { readsOnly } = useWorkspace();
  const { status, completedAt } = record;
  const mayMove = record.mayEdit && !record.archivedAt && !readsOnly;
  const shown = status && { id: "status", text: <StatusName status={status} isDone={completedAt !== null} /> };
  return (
    <NounHead
      noun={tasks}
      record={record}
      {...(heading ? { heading } : {})}
      facts={mayMove || !shown ? [] : [shown]}
      steps={mayMove ? <StatusMenu task={record} /> : null}
      actions={actions}
    />
  );
}
