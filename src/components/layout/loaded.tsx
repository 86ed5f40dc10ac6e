import type { ReactNode } from "react";
import { TableLoading } from "@/components/ui/skeleton";
import { capital } from "@/lib/text";
import { LineFailed } from "./line-failed";
import { QueryFailed } from "./query-failed";

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; isFetching: boolean; refetch(): unknown };
  /** The things that it loads: "the usage". */
  of: string;
  /** Shown while it loads, in place of four rows. */
  loading?: ReactNode;
  /** In place of "The usage could not be loaded". */
  failed?: string | undefined;
  /** A failure takes one line, as in a part of a page. */
  line?: boolean | undefined;
  /** For a failure that fills its region. */
  className?: string | undefined;
  children(data: T): ReactNode;
}

/** The answer of a query; rows in its place while it loads, and its failure with a retry. */
export function Loaded<T>({ query, of, loading, failed, line, className, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  const title = failed ?? `${capital(of)} could not be loaded`;
  if (query.error && line) return <LineFailed title={`${title}.`} query={query} />;
  if (query.error) return <QueryFailed title={title} query={query} className={className} />;
  return loading ?? <TableLoading label={`Loading ${of}`} />;
}
