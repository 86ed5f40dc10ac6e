"use client";

import { type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useId, useMemo } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import { groupBy } from "@/lib/group-by";

const features = tableFeatures({});
const looks = {
  table: {
    table: "",
    head: "",
    gap: "gap-x-6",
    row: "min-h-row border-b border-border-soft py-1.5 hover:bg-surface-hover",
  },
  lines: {
    table: "hairline-t",
    head: "sr-only",
    gap: "gap-x-3 phone:gap-y-1.5",
    row: "min-h-11 py-2 hairline-b hairline-soft",
  },
  dense: {
    table: "",
    head: "",
    gap: "gap-x-3 narrow:gap-x-2",
    row: "min-h-row py-1 hairline-b hairline-soft hover:bg-surface-hover phone:min-h-11 phone:py-2",
  },
  within: {
    table: "",
    head: "sr-only",
    gap: "gap-x-3 narrow:gap-x-2",
    row: "min-h-row bg-surface-sunken py-1 hairline-b hairline-soft hover:bg-surface-hover phone:min-h-11 phone:py-2",
  },
};
const inTracks = "grid grid-cols-(--tracks) items-center px-edge narrow:grid-cols-(--narrow) phone:grid-cols-(--phone)";

export interface PlainColumn<Row> {
  label: string;
  /** In px, or a track of the grid; without one it takes an equal part of the rest. */
  width?: number | string;
  right?: boolean;
  /** Hidden on phones, where another column shows it. */
  desk?: boolean;
  /** Only on phones, in place of several others. */
  phoneOnly?: boolean;
  /** From 1100 px only. */
  wide?: boolean;
  /** Its place on phones, where rows take several lines. */
  phone?: string;
  cell?(row: Row): ReactNode;
  /** In place of `cell`: an instant, shown as "2d ago"; null if there is none. */
  time?(row: Row): string | null;
}

/** The act of a click anywhere on a row. */
export interface RowAction {
  /** The name of the button that covers the row. */
  label: string;
  /** Whether its content is shown below the row. */
  expanded?: boolean;
  /** Its content opens as a dialog instead. */
  dialog?: boolean;
  /** Its details are shown beside the table. */
  current?: boolean;
  run(): void;
}

export interface PlainTableProps<Row> {
  label: string;
  columns: readonly PlainColumn<NoInfer<Row>>[];
  keyOf(row: NoInfer<Row>): string;
  /** `lines`: rows of at least 44, with heads for screen readers; `dense`: many columns; `within`: below a dense row. */
  look?: keyof typeof looks;
  /** Tracks of the grid on phones, where rows take several lines. */
  phoneTracks?: string;
  /** The heads of the columns stay below a bar that stays too. */
  sticky?: boolean;
  action?(row: NoInfer<Row>): RowAction;
  /** Below a row, for example the content that its action opens; null for nothing. */
  below?(row: NoInfer<Row>): ReactNode;
  groups?: RowGroups<NoInfer<Row>>;
}

/** Rows that follow each other under one head, like the events of a day. */
export interface RowGroups<Row> {
  keyOf(row: Row): string;
  label(key: string): string;
  head(key: string, rows: readonly Row[], last: boolean): ReactNode;
}

/** Rows of any height in declared columns. They neither scroll by themselves nor can they be selected or edited. */
export function PlainTable<Row extends RowData>(props: PlainTableProps<Row> & { rows: readonly Row[] }) {
  const { label, columns, rows, keyOf, look = "table", phoneTracks, sticky, action, groups } = props;
  const shown = looks[look];
  const defs = useMemo(() => columns.map((column) => ({ id: column.label })), [columns]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: keyOf });
  const desk = columns.filter(({ phoneOnly }) => !phoneOnly);
  const tracks = {
    "--tracks": tracksOf(desk),
    "--narrow": tracksOf(desk.filter(({ wide }) => !wide)),
    "--phone": phoneTracks ?? tracksOf(columns.filter(({ desk }) => !desk)),
  };
  const grouped = [...groupBy(table.getRowModel().rows, ({ original }) => groups?.keyOf(original) ?? "")];
  return (
    <table aria-label={label} className={cn("block w-full", shown.table)} style={tracks as CSSProperties}>
      <thead
        className={cn("block", shown.head, sticky && "sticky top-bar z-sticky bg-surface", action && "phone:sr-only")}
      >
        <tr className={cn(inTracks, shown.gap, "h-thead text-faint text-sm hairline-b")}>
          {columns.map((column) => (
            <th key={column.label} scope="col" className={cn("truncate font-normal", lookOf(column))}>
              {column.label}
            </th>
          ))}
          {action ? (
            <th scope="col" className="sr-only">
              Details
            </th>
          ) : null}
        </tr>
      </thead>
      {grouped.map(([key, members], at) => (
        <tbody key={key} className="block" aria-label={groups?.label(key)}>
          {groups ? (
            <tr className="block">
              <th scope="rowgroup" colSpan={columns.length} className="block text-left font-normal">
                {groups.head(
                  key,
                  members.map(({ original }) => original),
                  at === grouped.length - 1,
                )}
              </th>
            </tr>
          ) : null}
          {members.map(({ id, original }) => (
            <PlainRow key={id} row={original} {...props} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

type PlainRowProps<Row> = Pick<PlainTableProps<Row>, "columns" | "look" | "action" | "below"> & { row: Row };

function PlainRow<Row extends RowData>({ row, columns, look = "table", action, below }: PlainRowProps<Row>) {
  const region = useId();
  const shown = looks[look];
  const act = action?.(row);
  const under = below?.(row) ?? null;
  const isMarked = act?.current || (act?.expanded && !act.dialog);
  return (
    <>
      <tr className={cn("relative", inTracks, shown.gap, shown.row, isMarked && "bg-accent-subtle")}>
        {columns.map((column) => (
          <td key={column.label} className={cn("min-w-0", lookOf(column), column.phone)}>
            {column.time ? <Ago at={column.time(row)} right={column.right} /> : column.cell?.(row)}
          </td>
        ))}
        {act ? (
          <td className="absolute inset-0">
            <button
              type="button"
              aria-label={act.label}
              aria-expanded={act.expanded}
              aria-haspopup={act.dialog ? "dialog" : undefined}
              aria-controls={act.expanded && under !== null ? region : undefined}
              aria-current={act.current || undefined}
              onClick={act.run}
              className="size-full outline-offset-[-2px]"
            />
          </td>
        ) : null}
      </tr>
      {under === null ? null : (
        <tr className="block">
          <td id={region} colSpan={columns.length} className="block">
            {under}
          </td>
        </tr>
      )}
    </>
  );
}

function Ago({ at, right }: { at: string | null; right: boolean | undefined }) {
  if (at === null) return <span className="text-faint">–</span>;
  return (
    <RelativeTime at={at} className={cn("text-muted", !right && "block truncate phone:text-right phone:text-sm")} />
  );
}

const tracksOf = (columns: readonly PlainColumn<never>[]): string =>
  columns.map(({ width = "minmax(0,1fr)" }) => (typeof width === "number" ? `${width}px` : width)).join(" ");

const lookOf = ({ right, desk, phoneOnly, wide }: PlainColumn<never>): string =>
  cn(
    right ? "text-right tabular-nums" : "text-left",
    desk && "phone:hidden",
    phoneOnly && "desk:hidden",
    wide && "narrow:hidden",
  );
