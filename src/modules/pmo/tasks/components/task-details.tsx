"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { NounDetails, NounRow } from "@/modules/platform/data/records/components/noun-details";
import { NounRepeat } from "@/modules/platform/data/records/components/noun-repeat";
import { useEditsOf } from "@/trpc/noun-client";
import { type Task, tasks } from "../fields";

/** Every field of a task, edited in place, and how it repeats. */
export function TaskDetails({ record }: { record: Task }) {
  // A guest does not learn how it repeats.
  const { isGuest } = useWorkspace();
  const edits = useEditsOf(tasks);
  const of = { noun: tasks, record, edits };
  const { dueOn = null, startsOn = null, completedAt = null } = record;
  const dueRow = (
    <>
      <NounRow {...of} name="dueOn" />
      <NounRepeat noun={tasks} record={record} dayIn={() => dueOn ?? startsOn} isOver={completedAt !== null} />
    </>
  );
  return <NounDetails noun={tasks} record={record} {...(isGuest ? {} : { rows: { dueOn: dueRow } })} />;
}
