"use client";

import { Archive, ArchiveRestore, Plus, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { Fragment, type ReactNode, useMemo } from "react";
import { BulkAction } from "@/components/data-table/bulk-bar";
import { LazyListPeek } from "@/components/data-table/lazy-list-peek";
import type { ListSelection } from "@/components/data-table/list-bulk";
import { useRememberedRows } from "@/components/data-table/list-place";
import { RecordList, type RecordListProps } from "@/components/data-table/record-list";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateDialog } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/covers-list";
import { PageHeader } from "@/components/layout/page-header";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { totalText } from "@/lib/total-text";

interface NamedRow {
  id: string;
  name: string;
  archivedAt: string | null;
}

type Given = "label" | "empty" | "rowId" | "rowLabel" | "rowHref" | "onOpen" | "peek" | "bulk";

export interface ListPageProps<T extends NamedRow> extends Omit<RecordListProps<T>, Given> {
  /** "account" */
  entity: string;
  title: string;
  /** Below the workspace: `/accounts`. Each record's page is its id below that. */
  path: string;
  /** The label "New account", and whether the member may create one; the address opens the dialog. */
  create: {
    label: string;
    permission: string;
    dialog(given: CreateDialogProps): ReactNode;
  };
  /** The permission to import such records. */
  importPermission: string | null;
  /** Archives rows and returns whether all were archived; rows that failed stay selected. */
  onArchive(rows: T[]): Promise<boolean>;
  /** Restores archived rows and returns whether all were restored. */
  onRestore(rows: T[]): Promise<boolean>;
  /** Bulk actions before Archive; archived rows can only be restored. */
  bulkActions?(selection: ListSelection<T>): ReactNode;
  /** The record that is open beside the list; the list's data is shown until the rest has loaded. */
  renderPeek(id: string, known: T | undefined, close: () => void): ReactNode;
  /** The purpose of this list, in one or two sentences. */
  purpose: string;
  /** One more way to fill an empty list. */
  emptyMore?: ReactNode;
  /** Below the header: links that set the filters. */
  tabs?: ReactNode;
  /** Another view of the same records, in the header. */
  views?: ReactNode;
}

interface CreateDialogProps {
  open: boolean;
  onOpenChange(open: boolean): Promise<unknown>;
  /** Opens the new record after the dialog has closed. */
  onCreated(record: { id: string }): void;
}

const rowId = (row: NamedRow) => row.id;
const rowLabel = (row: NamedRow) => row.name;

/** A page with one list: header with count and actions, filters, rows, archive with undo, a dialog for a new record. */
export function ListPage<T extends NamedRow>(props: ListPageProps<T>) {
  const { entity, title, path, create, importPermission, purpose, emptyMore, tabs, views, renderPeek, ...rest } = props;
  const { onArchive, onRestore, bulkActions, onEdit, ...list } = rest;
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const { can, href, locale, readsOnly } = useWorkspace();
  const router = useRouter();
  const dialog = useCreateDialog(create.permission);
  const openDialog = () => void dialog.onOpenChange(true);
  const { pages } = list.query.data ?? {};
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages]);
  const total = pages?.[0]?.total;
  const shownCount = list.totals?.count ?? total;
  useRememberedRows(href(path), rows, total);
  const mayCreate = can(create.permission);
  const creating = mayCreate ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={openDialog}>
      {create.label}
    </Button>
  ) : null;
  const changes = {
    ...(onEdit ? { onEdit } : {}),
    bulk: (selection: ListSelection<T>) => (
      <BulkActions selection={selection} {...{ onArchive, onRestore, bulkActions }} />
    ),
  };
  return (
    <>
      {/* The part that the panel covers is inert. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title={title}
          count={shownCount === undefined ? undefined : totalText(shownCount, locale)}
          phoneActions={
            <>
              {views}
              {mayCreate ? <IconButton label={create.label} icon={<Plus aria-hidden />} onClick={openDialog} /> : null}
            </>
          }
        >
          {views}
          {importPermission !== null && can(importPermission) ? <ImportButton /> : null}
          {creating}
        </PageHeader>
        {tabs}
        <RecordList
          {...list}
          label={title}
          rowId={rowId}
          rowLabel={rowLabel}
          rowHref={(row) => href(`${path}/${row.id}`)}
          peek={peek}
          onOpen={(row) => router.push(href(`${path}/${row.id}`))}
          {...(readsOnly ? {} : changes)}
          empty={
            <RecordsEmpty
              entity={entity}
              noun={list.noun}
              purpose={purpose}
              importPermission={importPermission}
              create={mayCreate ? { label: create.label, run: openDialog } : null}
              more={emptyMore}
            />
          }
        />
      </div>
      {peek ? (
        <LazyListPeek title={title} path={path} rows={rows} total={total} peek={peek}>
          {(id, known) => <Fragment key={id}>{renderPeek(id, known, () => peek.show(null))}</Fragment>}
        </LazyListPeek>
      ) : null}
      {create.dialog({ ...dialog, onCreated: ({ id }) => router.push(href(`${path}/${id}`)) })}
    </>
  );
}

function ImportButton() {
  const { href } = useWorkspace();
  return (
    <Button asChild>
      <Link href={href("/settings/imports/new")}>
        <Upload aria-hidden />
        Import
      </Link>
    </Button>
  );
}

interface BulkActionsProps<T extends NamedRow> extends Pick<ListPageProps<T>, "onArchive" | "onRestore"> {
  selection: ListSelection<T>;
  bulkActions: ListPageProps<T>["bulkActions"];
}

function BulkActions<T extends NamedRow>({ selection, onArchive, onRestore, bulkActions }: BulkActionsProps<T>) {
  const thenClear = (act: (rows: T[]) => Promise<boolean>) => async () => {
    if (await act(selection.rows)) selection.clear();
  };
  // Rows that are not loaded are changed by the acts of the noun alone.
  if (selection.all) return bulkActions?.(selection);
  if (selection.rows.every(({ archivedAt }) => archivedAt !== null))
    return (
      <BulkAction icon={<ArchiveRestore aria-hidden />} onClick={thenClear(onRestore)}>
        Restore
      </BulkAction>
    );
  return (
    <>
      {bulkActions?.(selection)}
      <BulkAction icon={<Archive aria-hidden />} onClick={thenClear(onArchive)}>
        Archive
      </BulkAction>
    </>
  );
}
