"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import type { PlacedColumn } from "@/components/data-table/column-layout";
import { columnAlign, type DataColumn } from "@/components/data-table/data-column";
import type { GroupHead } from "@/components/data-table/list-items";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";

interface GroupRowProps<T> {
  head: GroupHead;
  closed: boolean;
  phone: boolean;
  top: number;
  height: number;
  ariaIndex: number;
  placed: readonly PlacedColumn[];
  columns: ReadonlyMap<string, DataColumn<T>>;
  onToggle(id: string): void;
}

/** The head of a group: chevron, name, count, and the sums in their columns. */
export function GroupRow<T>(props: GroupRowProps<T>) {
  const { head, closed, placed, columns } = props;
  const { locale } = useListLocale();
  const sums = head.sums ?? {};
  const firstSum = placed.findIndex((column) => sums[column.id] !== undefined);
  const span = firstSum > 0 ? firstSum : placed.length;
  const Chevron = closed ? ChevronRight : ChevronDown;
  return (
    <tr
      data-group={head.id}
      aria-rowindex={props.ariaIndex}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className="absolute left-0 grid w-full grid-cols-(--tracks) items-center bg-surface-sunken after:pointer-events-none after:absolute after:inset-0 after:z-2 after:hairline-b after:hairline-soft after:content-[''] phone:flex"
    >
      <td className="sticky left-0 flex h-full items-center justify-center bg-inherit phone:w-9">
        <button
          type="button"
          aria-expanded={!closed}
          aria-label={`${closed ? "Expand" : "Collapse"} the group ${head.name}`}
          onClick={() => props.onToggle(head.id)}
          className="relative grid size-6 place-items-center rounded-sm text-faint hover:text-text hit-44"
        >
          <Chevron aria-hidden className="size-3.5" />
        </button>
      </td>
      <td
        style={props.phone ? undefined : { gridColumn: `span ${span}` }}
        className="sticky left-9 flex min-w-0 flex-1 items-center gap-2 bg-inherit px-cell phone:px-0"
      >
        <span className="flex min-w-0 items-center gap-2 truncate font-medium">{head.label}</span>
        <span className="text-faint">{head.count.toLocaleString(locale)}</span>
      </td>
      {props.phone
        ? phoneSum(placed, sums)
        : placed.slice(span).map(({ id }) => {
            const column = columns.get(id);
            return (
              <td
                key={id}
                className={cn(
                  "flex min-w-0 px-cell font-medium last:pr-5",
                  column && columnAlign(column) === "end" && "justify-end",
                )}
              >
                {sums[id]}
              </td>
            );
          })}
    </tr>
  );
}

function phoneSum(placed: readonly PlacedColumn[], sums: NonNullable<GroupHead["sums"]>) {
  const id = placed.find((column) => sums[column.id] !== undefined)?.id;
  return id === undefined ? null : <td className="px-4 text-muted">{sums[id]}</td>;
}
