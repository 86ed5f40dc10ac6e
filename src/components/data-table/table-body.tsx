"use client";

import type { RowData, RowSelectionState } from "@tanstack/react-table";
import type { VirtualItem } from "@tanstack/react-virtual";
import { GroupRow } from "@/components/data-table/group-row";
import type { ListGroups, ListItem } from "@/components/data-table/list-items";
import { PhoneRow } from "@/components/data-table/phone-row";
import { type RowContext, TableRow } from "@/components/data-table/table-row";
import type { OpenCell } from "@/components/data-table/use-cell-edits";

interface TableBodyProps<T extends RowData> {
  items: readonly ListItem<T>[];
  visible: readonly VirtualItem[];
  scrollMargin: number;
  height: number;
  context: RowContext<T>;
  groups: ListGroups<T> | undefined;
  selection: RowSelectionState;
  selecting: boolean;
  currentId: string | undefined;
  currentColumn: string | null;
  peekId: string | null;
  open: OpenCell | null;
  phone: boolean;
}

/** The visible rows. Rows that are not loaded yet are drawn as skeletons. */
export function TableBody<T extends RowData>(props: TableBodyProps<T>) {
  const { items, context, phone } = props;
  return (
    <tbody className="relative block shrink-0" style={{ height: props.height }}>
      {props.visible.map((place) => {
        const item = items[place.index];
        const at = { top: place.start - props.scrollMargin, height: place.size, ariaIndex: place.index + 2 };
        if (!item) return <MoreRow key={place.key} top={at.top} height={at.height} />;
        if (item.kind === "group") {
          return props.groups ? (
            <GroupRow
              key={place.key}
              {...at}
              head={item.head}
              closed={props.groups.closed.has(item.head.id)}
              phone={phone}
              placed={context.placed}
              columns={context.columns}
              onToggle={props.groups.onToggle}
            />
          ) : null;
        }
        const shared = {
          ...at,
          id: item.id,
          row: item.row.original,
          selected: props.selection[item.id] === true,
          current: item.id === props.currentId,
          context,
        };
        return phone ? (
          <PhoneRow key={place.key} {...shared} selecting={props.selecting} />
        ) : (
          <TableRow
            key={place.key}
            {...shared}
            peeked={props.peekId === item.id}
            currentColumn={shared.current ? props.currentColumn : null}
            open={props.open?.rowId === item.id ? props.open : null}
          />
        );
      })}
    </tbody>
  );
}

function MoreRow({ top, height }: { top: number; height: number }) {
  return (
    <tr
      aria-hidden
      style={{ height, transform: `translateY(${top}px)` }}
      className="absolute left-0 flex w-full animate-skeleton items-center px-12 hairline-b hairline-soft"
    >
      <td className="h-2 w-44 rounded-sm bg-surface-press" />
    </tr>
  );
}
