import { cn } from "@/lib/cn";

export interface CountColumn {
  id: string;
  label: string;
  /** Begins a group of columns: "Here". */
  group?: string | undefined;
  /** A line at its left, as before a group. */
  line?: boolean | undefined;
}

export const countCell = (line: boolean | undefined) =>
  cn("px-2.5 text-right tabular-nums", line && "border-border-soft border-l");

/** Heads of counts in two lines, 48: the side above its columns. */
export function CountsHead({ columns, last }: { columns: readonly CountColumn[]; last?: string | undefined }) {
  return (
    <thead>
      <tr className="h-12 text-faint text-sm hairline-b">
        <th scope="col" className="pb-[7px] pl-edge text-left align-bottom font-normal">
          Object
        </th>
        {columns.map(({ id, label, group, line }) => (
          <th
            key={id}
            scope="col"
            className={cn("relative w-[84px] pb-[7px] align-bottom font-normal", countCell(line))}
          >
            {group ? (
              <span aria-hidden className="absolute top-[7px] left-2.5 whitespace-nowrap font-medium text-text">
                {group}
              </span>
            ) : null}
            {label}
          </th>
        ))}
        {last ? (
          <th scope="col" className="w-[240px] pr-edge pb-[7px] pl-5 text-left align-bottom font-normal">
            {last}
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
