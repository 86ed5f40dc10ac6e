"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { PersonMark } from "@/components/ui/person";
import { cn } from "@/lib/cn";
import type { Activity } from "../fields";
import { isOver } from "../rules";
import { ActivityIcon } from "./activity-icon";
import { kindLabel, statusLabel } from "./activity-labels";
import { ActivityWhen } from "./activity-when";

/** An activity on the page of another record; `of` is the id of that record, whose name is left out. */
export function ActivityRow({ activity, of }: { activity: Activity; of: string }) {
  const { href } = useWorkspace();
  const { id, name, kind, owner, status } = activity;
  const others = (activity.about ?? []).filter((link) => link.id !== of).map((link) => link.name);
  const isDone = isOver(status);
  return (
    <Link
      href={href(`/activities/${id}`)}
      className="grid grid-cols-[16px_minmax(0,1fr)_auto_20px] items-center gap-x-2.5 px-edge py-1.5 outline-offset-[-2px] transition-colors duration-instant hover:bg-surface-hover phone:min-h-[60px]"
    >
      <ActivityIcon kind={kind} />
      <span className="flex min-w-0 flex-col">
        <span className={cn("truncate", isDone ? "text-muted" : "font-medium")}>
          <span className="sr-only">{`${kindLabel(kind)}: `}</span>
          {name}
        </span>
        {others.length > 0 ? <span className="truncate text-faint text-sm">{others.join(", ")}</span> : null}
      </span>
      <span className="flex flex-col items-end text-sm">
        <ActivityWhen activity={activity} />
        {status === "cancelled" || status === "no_show" ? (
          <span className="text-faint">{statusLabel(status)}</span>
        ) : null}
      </span>
      {owner ? <PersonMark person={owner} /> : <span className="w-5 text-center text-faint">–</span>}
    </Link>
  );
}
