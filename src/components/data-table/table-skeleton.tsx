import type { PlacedColumn } from "@/components/data-table/column-layout";
import { columnAlign, type DataColumn } from "@/components/data-table/data-column";
import { cn } from "@/lib/cn";

const rowCount = 20;
// Widths that repeat rarely enough to look like text.
const shares = [62, 48, 71, 55, 44, 66, 58];

function Bar({ share, className }: { share: number; className?: string }) {
  return <span style={{ width: `${share}%` }} className={cn("block h-2 rounded-sm bg-surface-press", className)} />;
}

/** Placeholder rows while the list loads; they appear after 120 ms and fade out at the bottom. */
export function TableSkeleton<T>(props: {
  placed: readonly PlacedColumn[];
  columns: ReadonlyMap<string, DataColumn<T>>;
  phone: boolean;
  height: number;
}) {
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  return (
    <tbody aria-hidden className="block animate-late overflow-hidden">
      {rows.map((row) => (
        <tr
          key={row}
          style={{ height: props.height, opacity: Math.min(1, (rowCount - row) / 11) }}
          className="grid w-full grid-cols-(--tracks) items-center hairline-b hairline-soft phone:block phone:px-4 phone:py-3"
        >
          {props.phone ? (
            <td className="flex animate-skeleton flex-col gap-3">
              <span className="flex justify-between">
                <Bar share={shares[row % shares.length] ?? 50} className="max-w-44" />
                <Bar share={14} />
              </span>
              <span className="flex justify-between">
                <Bar share={(shares[(row + 3) % shares.length] ?? 50) / 2} />
                <Bar share={18} />
              </span>
            </td>
          ) : (
            <>
              <td className="flex justify-center">
                <span className="size-3.5 animate-skeleton rounded-xs bg-surface-press" />
              </td>
              {props.placed.map(({ id }, index) => {
                const column = props.columns.get(id);
                const end = column !== undefined && columnAlign(column) === "end";
                return (
                  <td
                    key={id}
                    className={cn("flex animate-skeleton items-center gap-2 px-cell last:pr-5", end && "justify-end")}
                  >
                    {column?.skeleton ? (
                      <span
                        className={cn(
                          "size-5 shrink-0 bg-surface-press",
                          column.skeleton === "round" ? "rounded-full" : "rounded-sm",
                        )}
                      />
                    ) : null}
                    <Bar share={shares[(row * 3 + index) % shares.length] ?? 50} />
                  </td>
                );
              })}
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}
