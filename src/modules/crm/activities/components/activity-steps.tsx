"use client";

import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { NounSteps } from "@/modules/platform/data/records/components/noun-steps";
import { type Activity, activities } from "../fields";
import { isOver } from "../rules";
import { LazyCompleteDialog } from "./lazy-layers";
import { Reschedule } from "./reschedule";

/** Whether the member may complete or move an activity: it is open, and theirs to edit. */
export function useMayAct(): (activity: Activity) => boolean {
  const { readsOnly } = useWorkspace();
  return ({ mayEdit, archivedAt, status }) => !readsOnly && mayEdit && archivedAt === null && !isOver(status);
}

const askedHere = ["complete"];
/** An activity that is over is reopened. */
const notWhenOver = ["start"];

/** The buttons of an activity: done with its question, another time, and the other steps. */
export function ActivitySteps({ activity }: { activity: Activity }) {
  const [completing, setCompleting] = useState(false);
  const mayAct = useMayAct()(activity);
  return (
    <>
      {mayAct ? (
        <>
          <Button size="sm" variant="primary" onClick={() => setCompleting(true)}>
            Mark done
          </Button>
          <Reschedule activity={activity}>
            <Button size="sm">Reschedule</Button>
          </Reschedule>
        </>
      ) : null}
      <NounSteps noun={activities} record={activity} without={isOver(activity.status) ? notWhenOver : askedHere} />
      {completing ? <LazyCompleteDialog activity={activity} onClose={() => setCompleting(false)} /> : null}
    </>
  );
}
