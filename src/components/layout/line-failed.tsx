import { RefreshCw, TriangleAlert } from "lucide-react";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";

/** One line in place of a part that could not be loaded: its name, the reason, and a retry. */
export function LineFailed(props: {
  /** "The stages could not be loaded." */
  title: string;
  query: { error: unknown; isFetching: boolean; refetch(): unknown };
}) {
  const { title, query } = props;
  return (
    <div role="alert" className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-edge py-2">
      <span className="flex min-w-0 gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <span className="min-w-0">
          {title} <span className="text-muted">{readServerError(query.error).message}</span>
        </span>
      </span>
      <Button size="sm" busy={query.isFetching} icon={<RefreshCw aria-hidden />} onClick={() => void query.refetch()}>
        Try again
      </Button>
    </div>
  );
}
