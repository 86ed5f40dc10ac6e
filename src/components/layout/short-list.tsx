"use client";

import type { ReactNode } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import type { ListTotal } from "@/lib/list-filter";
import { totalText } from "@/lib/total-text";

interface ShortListProps<Row> {
  title: string;
  query: { isPending: boolean; error: unknown; isFetching: boolean; refetch(): unknown };
  /** Undefined until they have come. */
  rows: readonly Row[] | undefined;
  total: ListTotal | undefined;
  /** Texts where there are none, and where they could not be loaded. */
  none: string;
  /** A sentence above them. */
  note?: string | undefined;
  failed: string;
  /** Shown until they have come. */
  waiting?: ReactNode;
  /** Leads to all of them. */
  allHref?: string;
  /** A row as an item of a list. */
  children(row: Row): ReactNode;
}

/** The first records of a list beside another record: their number, a line for each, and a link to all. */
export function ShortList<Row>(props: ShortListProps<Row>) {
  const { title, query, rows, total, none, note, failed, waiting, allHref, children } = props;
  const { locale } = useWorkspace();
  const isMore = rows !== undefined && total !== undefined && (total === "1000+" || total > rows.length);
  return (
    <section aria-label={title} className="pb-2">
      <SectionHead title={title} count={total === undefined ? undefined : totalText(total, locale)} line />
      {query.isPending ? waiting : null}
      {query.error && !rows ? <LineFailed title={failed} query={query} /> : null}
      {total === 0 ? <p className="px-edge text-muted">{none}</p> : null}
      {note ? <p className="px-edge pb-1.5 text-muted">{note}</p> : null}
      <ul>{rows?.map(children)}</ul>
      {isMore && allHref ? (
        <Link href={allHref} scroll={false} className="link flex h-[30px] items-center px-edge text-sm phone:h-11">
          {`Show all ${totalText(total, locale)}`}
          <span className="sr-only">{`: ${title}`}</span>
        </Link>
      ) : null}
    </section>
  );
}
