"use client";

import { useQuery } from "@tanstack/react-query";
import { useValueFormats } from "@/components/layout/use-value-formats";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Who } from "@/components/timeline/sentence-parts";
import { Link } from "@/components/ui/link";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { homePathOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { ChangedValue } from "@/modules/platform/history/events/components/changed-fields";
import { timelineRequest } from "@/modules/platform/history/events/components/timeline-request";
import { useApi } from "@/trpc/react";

const most = 10;

export interface FieldHistoryProps {
  noun: Pick<Noun, "entity" | "head">;
  id: string;
  field: string;
  /** The row of the field, which it stands next to. */
  row: HTMLElement;
  /** The pointer is over it, or leaves it. */
  onStay(): void;
  onLeave(): void;
  onClose(): void;
}

/** The last changes of one field of a record: who made them and when, from which value to which. */
export function FieldHistory({ noun, id, field, row, onStay, onLeave, onClose }: FieldHistoryProps) {
  const { href } = useWorkspace();
  const label = row.querySelector("dt")?.textContent ?? "this field";
  return (
    <Popover open onOpenChange={(open) => open || onClose()}>
      <PopoverAnchor virtualRef={{ current: row }} />
      <PopoverContent
        aria-label={`History of ${label}`}
        side="right"
        className="w-80 p-3"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onPointerEnter={onStay}
        onPointerLeave={({ pointerType }) => pointerType === "mouse" && onLeave()}
      >
        <h3 className="mb-1.5 font-semibold">{`History of ${label}`}</h3>
        <Changes entity={noun.entity} id={id} field={field} />
        <Link
          href={href(`${homePathOf(noun.head)}/${id}?tab=timeline&field=${encodeURIComponent(field)}`)}
          className="link mt-2 inline-block"
          onClick={onClose}
        >
          Show all
        </Link>
      </PopoverContent>
    </Popover>
  );
}

function Changes({ entity, id, field }: { entity: string; id: string; field: string }) {
  const at = useValueFormats();
  const request = { ...timelineRequest(entity, id, { field }), limit: most };
  const query = useQuery(useApi().events.timeline.queryOptions(request));
  if (query.isPending) return <Skeleton className="h-3 w-40" />;
  if (query.error) return <p className="text-muted">The history could not be loaded.</p>;
  if (query.data.rows.length === 0) return <p className="text-muted">No changes yet</p>;
  return (
    <ol aria-live="polite" className="flex flex-col gap-2">
      {query.data.rows.map((row) => {
        const change = row.changes.find((one) => one.field === field);
        return (
          <li key={row.id}>
            <p className="flex justify-between gap-3 text-muted">
              <span className="min-w-0 truncate">
                <Who>{row.actor?.name ?? row.title}</Who> {row.verb}
              </span>
              <RelativeTime at={row.at} className="text-faint text-sm" />
            </p>
            {change ? (
              <div className="wrap-anywhere text-muted">
                <ChangedValue change={change} at={at} />
              </div>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
