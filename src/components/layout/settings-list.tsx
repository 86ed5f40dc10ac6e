import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { Moves } from "@/components/ui/move-items";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { SortableRows, type SortableRowsProps } from "@/components/ui/sortable-rows";
import { movedTo } from "@/lib/moved-to";
import { QueryFailed } from "./query-failed";
import { GroupHead } from "./settings-page";

/** A row of a list in the settings. */
export const settingsRow = "flex min-h-[42px] items-center gap-2 px-edge hairline-b hairline-soft phone:min-h-14";

interface SettingsListProps<T> {
  /** The things in the list: "tags". */
  of: string;
  /** How many lines stand for it while it loads. */
  lines?: number;
  /** For its loading state and its error. */
  className?: string;
  query: { data: T | undefined; error: unknown; isFetching: boolean; refetch(): unknown };
  children(data: T): ReactNode;
}

/** A list of the settings, its loading state, and its error. */
export function SettingsList<T>({ of, lines = 5, className, query, children }: SettingsListProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <QueryFailed title={`The ${of} could not be loaded`} query={query} className={className} />;
  return (
    <SkeletonRegion label={`Loading ${of}`} className={className}>
      {["w-32", "w-24", "w-40", "w-28", "w-36"].slice(0, lines).map((width) => (
        <div key={width} className={settingsRow}>
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </SkeletonRegion>
  );
}

interface OrderedRowsProps<T extends { id: string; name: string }> extends Omit<SortableRowsProps<T>, "children"> {
  children(row: T, moves: Moves): ReactNode;
}

/** Rows that are put into order by their handles, or by the two moves of their menus. */
export function OrderedRows<T extends { id: string; name: string }>({ children, ...list }: OrderedRowsProps<T>) {
  const ids = list.rows.map((row) => row.id);
  const to = (place: number, next: number) => (next in ids ? () => list.onOrder(movedTo(ids, place, next)) : null);
  return (
    <SortableRows {...list}>
      {(row, place) => children(row, { onUp: to(place, place - 1), onDown: to(place, place + 1) })}
    </SortableRows>
  );
}

interface ArchivedRowsProps<T> {
  /** "Archived pipelines" */
  title: string;
  /** The effect on records: "Their closed opportunities stay in them". */
  note: string;
  rows: readonly T[];
  /** Null for members who may not restore. */
  onRestore: ((row: T) => unknown) | null;
  /** The row that is being restored. */
  busy?: string | undefined;
  /** Faint, after the name. */
  detail?(row: T): ReactNode;
  /** Further actions, after Restore. */
  actions?(row: T): ReactNode;
}

/** The rows of a list that were put away, each with a button that restores it; nothing where there are none. */
export function ArchivedRows<T extends { id: string; name: string }>(props: ArchivedRowsProps<T>) {
  const { title, note, rows, onRestore, busy, detail, actions } = props;
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <GroupHead title={title} count={rows.length} note={note} />
      <ul aria-label={title}>
        {rows.map((row) => (
          <li key={row.id} className={`${settingsRow} text-muted`}>
            <span className="min-w-0 truncate">{row.name}</span>
            {detail ? <span className="shrink-0 text-faint text-sm">{detail(row)}</span> : null}
            <span className="ml-auto flex shrink-0 items-center gap-1">
              {onRestore ? (
                <Button
                  size="sm"
                  aria-label={`Restore ${row.name}`}
                  busy={busy === row.id}
                  onClick={() => void onRestore(row)}
                >
                  Restore
                </Button>
              ) : null}
              {actions?.(row)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
