import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface StaffColumn<Row> {
  label: string;
  /** In px; without one it takes the rest. */
  width?: number;
  right?: boolean;
  /** Not on phones: there the first column says it. */
  desk?: boolean;
  /** From 1100 px only. */
  wide?: boolean;
  cell: (row: Row) => ReactNode;
}

/** Rows of the console under their column heads. */
export function StaffTable<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  columns: readonly StaffColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  const onPhones = columns.filter(({ desk }) => !desk);
  const edge = (column: StaffColumn<Row>) =>
    cn(
      "px-3 first:pl-5 last:pr-5",
      column === onPhones[0] && "phone:pl-4",
      column === onPhones.at(-1) && "phone:pr-4",
      look(column),
    );
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse">
      <thead>
        <tr className="h-thead text-faint text-sm hairline-b">
          {columns.map((column) => (
            <th
              key={column.label}
              scope="col"
              style={column.width ? { width: column.width } : undefined}
              className={cn("truncate font-normal", edge(column))}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className="h-row border-border-soft border-b align-middle hover:bg-surface-hover">
            {columns.map((column) => (
              <td key={column.label} className={cn("py-1.5", edge(column))}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const look = ({ right, desk, wide }: Pick<StaffColumn<never>, "right" | "desk" | "wide">) =>
  cn(right ? "text-right tabular-nums" : "text-left", desk && "phone:hidden", wide && "narrow:hidden");
