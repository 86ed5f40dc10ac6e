"use client";

import { type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";

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
};
const inTracks = "grid grid-cols-(--tracks) items-center px-edge narrow:grid-cols-(--narrow) phone:grid-cols-(--phone)";

export interface PlainColumn<Row> {
  label: string;
  /** In px, or a track of the grid; without one it takes an equal part of the rest. */
  width?: number | string;
  right?: boolean;
  /** Hidden on phones, where another column shows it. */
  desk?: boolean;
  /** From 1100 px only. */
  wide?: boolean;
  /** Its place on phones, where rows take several lines. */
  phone?: string;
  cell?(row: Row): ReactNode;
  /** In place of `cell`: an instant, shown as "2d ago"; null if there is none. */
  time?(row: Row): string | null;
}

export interface PlainTableProps<Row> {
  label: string;
  columns: readonly PlainColumn<NoInfer<Row>>[];
  keyOf(row: NoInfer<Row>): string;
  /** `lines`: rows of at least 44; the heads of their columns are for screen readers. */
  look?: keyof typeof looks;
  /** Tracks of the grid on phones, where rows take several lines. */
  phoneTracks?: string;
}

/** Rows of any height in declared columns. They neither scroll by themselves nor can they be selected or edited. */
export function PlainTable<Row extends RowData>(props: PlainTableProps<Row> & { rows: readonly Row[] }) {
  const { label, columns, rows, keyOf, look = "table", phoneTracks } = props;
  const shown = looks[look];
  const defs = useMemo(() => columns.map((column) => ({ id: column.label })), [columns]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: keyOf });
  const tracks = {
    "--tracks": tracksOf(columns),
    "--narrow": tracksOf(columns.filter(({ wide }) => !wide)),
    "--phone": phoneTracks ?? tracksOf(columns.filter(({ desk }) => !desk)),
  };
  return (
    <table aria-label={label} className={cn("block w-full", shown.table)} style={tracks as CSSProperties}>
      <thead className={cn("block", shown.head)}>
        <tr className={cn(inTracks, shown.gap, "h-thead text-faint text-sm hairline-b")}>
          {columns.map((column) => (
            <th key={column.label} scope="col" className={cn("truncate font-normal", lookOf(column))}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {table.getRowModel().rows.map(({ id, original }) => (
          <tr key={id} className={cn(inTracks, shown.gap, shown.row)}>
            {columns.map((column) => (
              <td key={column.label} className={cn("min-w-0", lookOf(column), column.phone)}>
                {column.time ? <Ago at={column.time(original)} right={column.right} /> : column.cell?.(original)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
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

const lookOf = ({ right, desk, wide }: PlainColumn<never>): string =>
  cn(right ? "text-right tabular-nums" : "text-left", desk && "phone:hidden", wide && "narrow:hidden");
