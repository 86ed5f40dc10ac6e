"use client";

import type { AnyRow } from "@/components/fields/field-columns";
import { cn } from "@/lib/cn";
import { screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { type Activity, activities } from "../fields";
import { isOver } from "../rules";
import { RepeatingDetails } from "../series/components/repeating-details";
import { ActivityHead } from "./activity-head";
import { ActivityIcon } from "./activity-icon";
import { relatedRequests } from "./activity-requests";
import { ActivityViews } from "./activity-views";
import { ActivityWhen } from "./activity-when";
import { LazyActivityForm } from "./lazy-layers";
import { RelatedActivities } from "./related-activities";

const known = (row: AnyRow) => row as unknown as Activity;

function Subject({ activity: { kind, name, status } }: { activity: Activity }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ActivityIcon kind={kind} />
      <span className={cn("truncate font-medium", isOver(status) && "text-muted")}>{name}</span>
    </span>
  );
}

/** Activities, and those of other records on their pages: the open ones first. */
export const ActivityScreen = screenOf(activities, {
  own: {
    columns: {
      name: { cell: (row: AnyRow) => <Subject activity={known(row)} /> },
      at: {
        cell: (row: AnyRow) => <ActivityWhen activity={known(row)} />,
        phoneCell: (row: AnyRow) => <ActivityWhen activity={known(row)} className="font-normal" />,
      },
    },
    Form: LazyActivityForm,
    Head: ActivityHead,
    Details: RepeatingDetails,
    Views: ActivityViews,
  },
  Related: RelatedActivities,
  request: relatedRequests.all,
});
