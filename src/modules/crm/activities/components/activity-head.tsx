"use client";

import type { ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { nounOf } from "@/lib/nouns/all";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import { type Activity, activities } from "../fields";
import { ActivityIcon } from "./activity-icon";
import { statusLabel } from "./activity-labels";
import { ActivitySteps } from "./activity-steps";
import { ActivityWhen } from "./activity-when";

const tones: Record<Activity["status"], BadgeTone> = {
  planned: "neutral",
  in_progress: "info",
  completed: "positive",
  cancelled: "neutral",
  no_show: "danger",
};

/** The linked records that the head names; the details name all. */
const mostShown = 3;

interface ActivityHeadProps {
  record: Activity;
  heading?: "h2";
  actions?: ReactNode;
}

/** The head of an activity: the icon of its type, its status and time, and what can be done with it. */
export function ActivityHead({ record, heading, actions }: ActivityHeadProps) {
  const isPeek = heading === "h2";
  const { href } = useWorkspace();
  const linked = record.about.slice(0, mostShown).flatMap(({ entity, id, name }) => {
    const path = nounOf(entity)?.path;
    if (id === null || path === undefined) return [];
    const text = (
      <Link key={id} className="link inline-flex min-h-6 items-center" href={href(`/${path}/${id}`)}>
        {name}
      </Link>
    );
    return [{ id, text }];
  });
  return (
    <>
      <NounHead
        noun={activities}
        record={record}
        {...(heading ? { heading } : {})}
        mark={
          <span className="grid size-9 shrink-0 place-items-center rounded-md bg-surface-press">
            <ActivityIcon kind={record.kind} className="size-4.5 text-muted" />
          </span>
        }
        badge={<Badge tone={tones[record.status]}>{statusLabel(record.status)}</Badge>}
        facts={[{ id: "when", text: <ActivityWhen activity={record} /> }, ...linked]}
        steps={isPeek ? null : <ActivitySteps activity={record} />}
        actions={actions}
      />
      {isPeek ? (
        <div className="flex flex-wrap gap-1.5 px-edge pb-3 empty:hidden">
          <ActivitySteps activity={record} />
        </div>
      ) : null}
    </>
  );
}
