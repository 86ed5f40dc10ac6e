import type { ComponentProps, ReactNode } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { Loaded } from "@/components/layout/loaded";

type Pages<Row> = { pages: readonly { rows: readonly Row[] }[] };
export type PagedQuery<Row> = ComponentProps<typeof ShowMore>["query"] &
  ComponentProps<typeof Loaded<Pages<Row>>>["query"];

interface PagedRowsProps<Row> {
  query: PagedQuery<Row>;
  /** The rows, in words for loading and failures: "the merged rows". */
  of: string;
  /** Said where there are none. */
  none: string;
  more?: string;
  children: (rows: readonly Row[]) => ReactNode;
}

/** Rows that come page by page. */
export function PagedRows<Row>({ query, of, none, more = "Show more", children }: PagedRowsProps<Row>) {
  return (
    <Loaded query={query} of={of} className="min-h-60 pt-24">
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        return (
          <>
            {rows.length > 0 ? children(rows) : <p className="px-edge py-3.5 text-muted">{none}</p>}
            <ShowMore query={query}>{more}</ShowMore>
          </>
        );
      }}
    </Loaded>
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
