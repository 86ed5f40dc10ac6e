import type { ReactNode } from "react";
import { TableLoading } from "@/components/ui/skeleton";
import { LineFailed } from "./line-failed";
import { QueryFailed } from "./query-failed";

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; isFetching: boolean; refetch(): unknown };
  /** "The usage could not be loaded" */
  failed: string;
  /** Shown while it loads; a text stands for four rows, and tells it to screen readers: "The usage is loading". */
  loading: ReactNode;
  /** A failure takes one line, as in a part of a page. */
  line?: boolean | undefined;
  /** For a failure that fills its region. */
  className?: string | undefined;
  children(data: T): ReactNode;
}

/** The answer of a query; rows in its place while it loads, and its failure with a retry. */
export function Loaded<T>({ query, loading, failed, line, className, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error && line) return <LineFailed title={failed} query={query} />;
  if (query.error) return <QueryFailed title={failed} query={query} className={className} />;
  return typeof loading === "string" ? <TableLoading label={loading} /> : loading;
}
