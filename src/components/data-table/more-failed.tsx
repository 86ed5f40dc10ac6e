import { RefreshCw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Below loaded rows, when the next ones could not be loaded. */
export function MoreFailed({ busy, onRetry }: { busy: boolean; onRetry(): void }) {
  return (
    <div role="alert" className="flex h-11 shrink-0 items-center gap-2 px-edge hairline-t">
      <TriangleAlert aria-hidden className="size-4 text-danger" />
      <span className="min-w-0 truncate">More rows could not be loaded.</span>
      <Button size="sm" busy={busy} icon={<RefreshCw aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
