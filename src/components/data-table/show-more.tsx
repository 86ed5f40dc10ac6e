import { MoreFailed } from "@/components/data-table/more-failed";
import { nextPage, type Pages } from "@/components/data-table/next-page";
import { Button } from "@/components/ui/button";

interface ShowMoreProps {
  query: Pages & { isFetchingNextPage: boolean };
  /** "Show earlier imports" */
  children: string;
}

/** Below rows: a button for the next ones, or a retry after a failure. Nothing at the end. */
export function ShowMore({ query, children }: ShowMoreProps) {
  const { isFetchingNextPage: busy } = query;
  const more = () => void nextPage(query);
  if (query.isFetchNextPageError) return <MoreFailed busy={busy} onRetry={more} />;
  if (!query.hasNextPage) return null;
  return (
    <div className="px-edge py-3">
      <Button size="sm" busy={busy} onClick={more}>
        {children}
      </Button>
    </div>
  );
}
