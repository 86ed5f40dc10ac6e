import type { ReactNode } from "react";
import { MoreFailed } from "@/components/data-table/more-failed";
import { nextPage, type Pages } from "@/components/data-table/next-page";
import { NearEnd } from "@/components/ui/near-end";

interface ListEndProps {
  query: Pages;
  /** Shown until the next rows have loaded. */
  children: ReactNode;
}

/** Below rows that load while scrolling: the next page, or a retry after a failure. Nothing at the end. */
export function ListEnd({ query, children }: ListEndProps) {
  const more = () => void nextPage(query);
  if (query.isFetchNextPageError) return <MoreFailed busy={query.isFetching} onRetry={more} />;
  if (!query.hasNextPage) return null;
  return (
    <NearEnd busy={query.isFetching} onNear={more}>
      {children}
    </NearEnd>
  );
}
