"use client";

import { Plus, Upload } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { RecordList, type RecordListProps } from "@/components/data-table/record-list";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { totalText } from "@/lib/total-text";

export interface ListPageProps<T extends { id: string }> extends Omit<RecordListProps<T>, "empty" | "label"> {
  title: string;
  locale: string;
  /** "New account"; null for who may not create one. */
  create: { label: string; run(): void } | null;
  /** Where the import wizard starts; null for who may not import. */
  importHref: string | null;
  /** What this list is for, in one or two sentences. */
  purpose: string;
  /** Right in the header before the buttons: another view of the same records. */
  views?: ReactNode;
  phoneViews?: ReactNode;
}

/** A page that is one list: header with count and verbs, filters, rows. */
export function ListPage<T extends { id: string }>(props: ListPageProps<T>) {
  const { title, locale, create, importHref, purpose, views, phoneViews, ...list } = props;
  const total = list.query.data?.pages[0]?.total;
  const importing = importHref ? (
    <Button asChild>
      <Link href={importHref}>
        <Upload aria-hidden />
        Import
      </Link>
    </Button>
  ) : null;
  const creating = create ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={create.run}>
      {create.label}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title={title}
        count={total === undefined ? undefined : totalText(total, locale)}
        phoneActions={
          <>
            {phoneViews}
            {create ? <IconButton label={create.label} icon={<Plus aria-hidden />} onClick={create.run} /> : null}
          </>
        }
      >
        {views}
        {importing}
        {creating}
      </PageHeader>
      <RecordList
        {...list}
        label={title}
        empty={
          <EmptyState
            title={`No ${list.noun} yet`}
            actions={
              <>
                {importing}
                {creating}
              </>
            }
          >
            {purpose}
          </EmptyState>
        }
      />
    </>
  );
}
