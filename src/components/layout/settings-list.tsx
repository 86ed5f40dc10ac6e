import { Archive, ArchiveRestore, Ellipsis, Merge, Pencil } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { encodeFilter } from "@/components/data-table/list-state-codec";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { SortableRows, type SortableRowsProps } from "@/components/ui/sortable-rows";
import { counted } from "@/lib/counted";
import type { Condition } from "@/lib/list-filter";
import { listPathOf, nounOf } from "@/lib/nouns/all";
import { reordered } from "@/lib/reorder";
import { Loaded } from "./loaded";
import { GroupHead } from "./settings-page";
import { useWorkspace } from "./workspace-context";

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
  const loading = (
    <SkeletonRegion label={`Loading ${of}`} className={className}>
      {["w-32", "w-24", "w-40", "w-28", "w-36"].slice(0, lines).map((width) => (
        <div key={width} className={settingsRow}>
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </SkeletonRegion>
  );
  return (
    <Loaded query={query} of={`the ${of}`} loading={loading} className={className}>
      {children}
    </Loaded>
  );
}

interface OrderedRowsProps<T extends { id: string; name: string }> extends Omit<SortableRowsProps<T>, "children"> {
  children(row: T, moves: Moves): ReactNode;
}

/** Rows that are put into order by their handles, or by the two moves of their menus. */
export function OrderedRows<T extends { id: string; name: string }>({ children, ...list }: OrderedRowsProps<T>) {
  const ids = list.rows.map((row) => row.id);
  const to = (place: number, next: number) => (next in ids ? () => list.onOrder(reordered(ids, place, next)) : null);
  return (
    <SortableRows {...list}>
      {(row, place) => children(row, { onUp: to(place, place - 1), onDown: to(place, place + 1) })}
    </SortableRows>
  );
}

interface EntryMenuProps {
  /** "tag" */
  noun: string;
  name: string;
  moves?: Moves;
  onEdit: () => unknown;
  onMerge: () => unknown;
  onArchive: () => unknown;
  /** Given for an archived entry. */
  onRestore?: (() => unknown) | undefined;
}

/** The actions on an entry of a list. */
export function EntryMenu({ noun, name, moves, onEdit, onMerge, onArchive, onRestore }: EntryMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => void onEdit()}>
          {`Change ${noun}`}
        </MenuItem>
        <MenuItem icon={<Merge aria-hidden />} onSelect={() => void onMerge()}>
          {`Merge into another ${noun}`}
        </MenuItem>
        {moves ? <MoveItems {...moves} /> : null}
        {onRestore ? (
          <MenuItem icon={<ArchiveRestore aria-hidden />} onSelect={() => void onRestore()}>
            {`Restore ${noun}`}
          </MenuItem>
        ) : (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => void onArchive()}>
            {`Archive ${noun}`}
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}

interface EntryRecordsProps {
  /** How many records of an object have the entry, if it is known, and the condition that finds them. */
  counts: readonly { entity: string; records: number | undefined; condition: Condition }[];
  /** Where none has it: "No products". */
  none: string;
}

/** The records that have an entry, by object; each number leads to the list of those that the member can see. */
export function EntryRecords({ counts, none }: EntryRecordsProps) {
  const { can, href, locale } = useWorkspace();
  const shown = counts.flatMap(({ entity, records, condition }) => {
    const noun = nounOf(entity);
    if (!noun || !records) return [];
    const filter = encodeURIComponent(encodeFilter({ conditions: [condition], groups: [] }));
    const path = can(`${entity}:view`) ? `${listPathOf(entity)}?filter=${filter}` : null;
    return [{ key: `${entity} ${condition.field}`, text: counted(records, noun, locale), path }];
  });
  if (counts.some(({ records }) => records === undefined)) return null;
  if (shown.length === 0) return <span className="text-faint">{none}</span>;
  return shown.map(({ key, text, path }, at) => (
    <Fragment key={key}>
      {at > 0 ? ", " : null}
      {path ? (
        <Link className="link relative inline-flex min-h-6 items-center hit-44" href={href(path)}>
          {text}
        </Link>
      ) : (
        text
      )}
    </Fragment>
  ));
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
