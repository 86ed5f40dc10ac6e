import type { ComponentProps, ReactNode } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { TableLoading } from "@/components/ui/skeleton";

export type PagedQuery<Row> = ComponentProps<typeof ShowMore>["query"] &
  ComponentProps<typeof QueryFailed>["query"] & {
    data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
    isPending: boolean;
    isError: boolean;
    isSuccess: boolean;
  };

interface PagedRowsProps<Row> {
  query: PagedQuery<Row>;
  /** Said while they load, where they could not be loaded, and where there are none. */
  words: { loading: string; failed: string; none: string; more?: string };
  children: (rows: readonly Row[]) => ReactNode;
}

/** Rows that come page by page. */
export function PagedRows<Row>({ query, words, children }: PagedRowsProps<Row>) {
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <TableLoading label={words.loading} />;
  return (
    <>
      {query.isError && rows.length === 0 ? (
        <QueryFailed title={words.failed} query={query} className="min-h-60 pt-24" />
      ) : null}
      {query.isSuccess && rows.length === 0 ? <p className="px-edge py-3.5 text-muted">{words.none}</p> : null}
      {rows.length > 0 ? children(rows) : null}
      <ShowMore query={query}>{words.more ?? "Show more"}</ShowMore>
    </>
  );
}

interface PartHeadProps {
  title: string;
  id?: string;
  note?: ReactNode;
  children?: ReactNode;
}

/** The head of a part of a step: its name, what it is about, and its acts. */
export function PartHead({ title, id, note, children }: PartHeadProps) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-edge py-1.5 hairline-b hairline-soft">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {note ? <span className="min-w-0 truncate text-faint">{note}</span> : null}
      {children}
    </div>
  );
}
