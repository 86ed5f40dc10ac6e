"use client";

import { useRouter } from "next/navigation";
import { Fragment, type ReactNode, useMemo } from "react";
import { LazyRecordsEmpty } from "@/components/data-table/lazy-list-parts";
import { LazyListPeek } from "@/components/data-table/lazy-list-peek";
import { ListHead } from "@/components/data-table/list-head";
import { useRememberedRows } from "@/components/data-table/list-place";
import { RecordList, type RecordListProps } from "@/components/data-table/record-list";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateDialog, useCreateKey } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/covers-list";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { totalText } from "@/lib/total-text";

interface NamedRow {
  id: string;
  name: string;
  archivedAt: string | null;
}

type Given = "label" | "empty" | "rowId" | "rowLabel" | "rowHref" | "onOpen" | "peek";

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
  /** A line above the rows. */
  above?: ReactNode;
  /** It is a part of another page, such as a tab: its actions stand in one line with `above`. */
  isPart?: boolean;
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
  const { entity, title, path, create, importPermission, purpose, emptyMore, renderPeek, ...others } = props;
  const { tabs, views, above, isPart = false, ...rest } = others;
  const { bulk, onEdit, ...list } = rest;
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const { can, href, locale, readsOnly } = useWorkspace();
  const router = useRouter();
  const dialog = useCreateDialog(create.permission);
  const openDialog = () => void dialog.onOpenChange(true);
  const { pages } = list.query.data ?? {};
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages]);
  const total = pages?.[0]?.total;
  const shownCount = list.totals ? list.totals.count : total;
  useRememberedRows(href(path), rows, shownCount);
  const mayCreate = can(create.permission);
  useCreateKey(create.label, mayCreate && !isPart ? openDialog : null);
  const changes = {
    ...(onEdit ? { onEdit } : {}),
    ...(bulk ? { bulk } : {}),
  };
  return (
    <>
      {/* The part that the panel covers is inert. */}
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <ListHead
          {...{ title, tabs, views, above, isPart, openDialog }}
          count={shownCount === undefined ? undefined : totalText(shownCount, locale)}
          createLabel={mayCreate ? create.label : null}
          imports={importPermission !== null && can(importPermission)}
        />
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
            <LazyRecordsEmpty
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
        <LazyListPeek title={title} path={path} rows={rows} total={shownCount} peek={peek}>
          {(id, known) => <Fragment key={id}>{renderPeek(id, known, () => peek.show(null))}</Fragment>}
        </LazyListPeek>
      ) : null}
      {create.dialog({ ...dialog, onCreated: ({ id }) => router.push(href(`${path}/${id}`)) })}
    </>
  );
}
