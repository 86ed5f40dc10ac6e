"use client";

import type { RowData, RowSelectionState } from "@tanstack/react-table";
import type { VirtualItem } from "@tanstack/react-virtual";
import { GroupRow } from "@/components/data-table/group-row";
import type { ListGroups, ListItem } from "@/components/data-table/list-items";
import type { ListTree, TreePlace } from "@/components/data-table/list-tree";
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
  tree: ListTree | undefined;
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
      {props.visible.map((drawn) => {
        const item = items[drawn.index];
        const at = { top: drawn.start - props.scrollMargin, height: drawn.size, ariaIndex: drawn.index + 2 };
        if (!item) return <MoreRow key={drawn.key} top={at.top} height={at.height} />;
        if (item.kind === "group") {
          return props.groups ? (
            <GroupRow
              key={drawn.key}
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
        const place = props.tree?.places.get(item.id);
        const shared = {
          ...at,
          depth: place?.depth,
          branch: place && branchOf(place),
          id: item.id,
          row: item.row.original,
          selected: props.selection[item.id] === true,
          current: item.id === props.currentId,
          context,
        };
        return phone ? (
          <PhoneRow key={drawn.key} {...shared} selecting={props.selecting} />
        ) : (
          <TableRow
            key={drawn.key}
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

/** The sign before a row; null for one with nothing below it. */
function branchOf({ below, open }: TreePlace): "open" | "closed" | null {
  if (open) return "open";
  return below > 0 ? "closed" : null;
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
