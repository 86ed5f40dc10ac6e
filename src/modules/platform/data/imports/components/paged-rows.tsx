import { ArrowUpRight } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";

type Query<Row> = ComponentProps<typeof ShowMore>["query"] &
  ComponentProps<typeof QueryFailed>["query"] & {
    data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
    isPending: boolean;
    isError: boolean;
    isSuccess: boolean;
  };

interface PagedRowsProps<Row> {
  query: Query<Row>;
  /** Said while they load, where they could not be loaded, and where there are none. */
  words: { loading: string; failed: string; none: string; more?: string };
  children: (rows: readonly Row[]) => ReactNode;
}

/** Rows that come page by page. */
export function PagedRows<Row>({ query, words, children }: PagedRowsProps<Row>) {
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <RowsSkeleton label={words.loading} />;
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

function RowsSkeleton({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label}>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex h-[38px] items-center gap-8 px-edge hairline-b hairline-soft">
          <Skeleton className="w-12" />
          <Skeleton className="w-24" />
          <Skeleton className="w-40" />
        </div>
      ))}
    </SkeletonRegion>
  );
}

interface ResultRowsProps<Row> {
  title: string;
  fileName: string;
  query: Query<Row>;
  none: string;
  children: (row: Row) => ReactNode;
}

/** Rows or records of one file below their heading. */
export function ResultRows<Row>({ title, fileName, query, none, children }: ResultRowsProps<Row>) {
  return (
    <section aria-label={`${title} of ${fileName}`}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 px-edge py-1.5 hairline-b hairline-soft">
        <h2 className="font-semibold">{title}</h2>
        <span className="min-w-0 truncate text-faint">{fileName}</span>
      </div>
      <PagedRows
        query={query}
        words={{ loading: `${title} are loading`, failed: `${title} could not be loaded`, none }}
      >
        {(rows) => <ul>{rows.map(children)}</ul>}
      </PagedRows>
    </section>
  );
}

/** One row: its line in the file, the name, and the rest below the name on a phone. */
export function ResultRow({ line, name, children }: { line: string; name: ReactNode; children: ReactNode }) {
  return (
    <li className="grid min-h-[38px] grid-cols-[80px_minmax(120px,220px)_minmax(0,1fr)] items-start gap-x-4 px-edge py-2 hairline-b hairline-soft phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-1 phone:py-3">
      <span className="whitespace-nowrap text-muted phone:order-2 phone:text-[13px]">{`Row ${line}`}</span>
      <span className="min-w-0">{name}</span>
      <div className="min-w-0 phone:order-3 phone:col-span-2">{children}</div>
    </li>
  );
}

/** A record that opens in a tab of its own, so that the import stays where it is; without a page only its name. */
export function RecordName({ path, children }: { path: string | null; children: string }) {
  const { href } = useWorkspace();
  if (path === null)
    return (
      <bdi className="block truncate font-medium" title={children}>
        {children}
      </bdi>
    );
  return (
    <a
      href={href(path)}
      target="_blank"
      rel="noopener"
      title={children}
      className="relative inline-flex max-w-full items-center gap-1 rounded-sm font-medium hit-44 hover:underline"
    >
      <bdi className="truncate">{children}</bdi>
      <ArrowUpRight aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
