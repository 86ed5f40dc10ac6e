"use client";

import type { ReactNode } from "react";
import type { Pages } from "@/components/data-table/next-page";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { TableLoading } from "@/components/ui/skeleton";
import { type StaffColumn, StaffTable } from "./staff-table";

interface PagedQuery<Row> extends Pages {
  data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  isError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
}

/** A list of the console page by page: loading, failed, empty, or its rows with a button for more. */
export function PagedTable<Row>(props: {
  label: string;
  query: PagedQuery<Row>;
  columns: readonly StaffColumn<Row>[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
}) {
  const { label, query, columns, keyOf, empty } = props;
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <TableLoading label={`${label}: loading`} />;
  if (query.isError && rows.length === 0) return <QueryFailed title={`${label} could not be loaded`} query={query} />;
  if (rows.length === 0) return empty;
  return (
    <>
      <StaffTable label={label} columns={columns} rows={rows} keyOf={keyOf} />
      <ShowMore query={query}>Show more</ShowMore>
    </>
  );
}
