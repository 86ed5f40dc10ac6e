"use client";

import type { RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { Pages } from "@/components/data-table/next-page";
import { PlainTable, type PlainTableProps } from "@/components/data-table/plain-table";
import { ShowMore } from "@/components/data-table/show-more";
import { Loaded } from "@/components/layout/loaded";
import { TableLoading } from "@/components/ui/skeleton";
import { uncapital } from "@/lib/text";

interface Answer<Data> {
  data: Data | undefined;
  error: unknown;
  isFetching: boolean;
  refetch(): Promise<unknown>;
}

interface Paged<Row> extends Answer<{ pages: readonly { rows: readonly Row[] }[] }>, Pages {
  refetch(options?: { cancelRefetch: boolean }): Promise<unknown>;
  isFetchingNextPage: boolean;
}

export interface QueryTableProps<Row> extends PlainTableProps<Row> {
  /** All rows at once, or page by page. */
  query: Answer<readonly Row[]> | Paged<Row>;
  /** The name of the rows, "the jobs"; by default the table's label. */
  of?: string;
  /** On the button for the next page: "Show earlier jobs". */
  more?: string;
  /** Between the rows and the button for more. */
  note?: ReactNode;
  /** A failure takes one line, as in a part of a page. */
  failedLine?: boolean;
  /** Shown when there are no rows. */
  empty: ReactNode;
}

/** The rows of a query: loading, failed, empty, or the table, with a button for more where they come in pages. */
export function QueryTable<Row extends RowData>(props: QueryTableProps<Row>) {
  const { query, of = uncapital(props.label), more = "Show more", note, failedLine, empty, ...table } = props;
  return (
    <Loaded
      query={query}
      of={of}
      line={failedLine}
      loading={<TableLoading label={`Loading ${of}`} look={table.look === "lines" ? "lines" : "table"} />}
    >
      {(data: readonly Row[] | { pages: readonly { rows: readonly Row[] }[] }) => {
        const rows = "pages" in data ? data.pages.flatMap((page) => page.rows) : data;
        // A page of a search may be empty while the next one is not.
        const isMore = "hasNextPage" in query && query.hasNextPage;
        if (rows.length === 0 && !isMore) return empty;
        return (
          <>
            <PlainTable {...table} rows={rows} />
            {note}
            {"hasNextPage" in query ? <ShowMore query={query}>{more}</ShowMore> : null}
          </>
        );
      }}
    </Loaded>
  );
}
