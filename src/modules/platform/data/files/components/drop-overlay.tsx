import { FileUp } from "lucide-react";
import { cn } from "@/lib/cn";

/** Covers a place over which files are dragged, and says where they go. */
export function DropOverlay({ to, className }: { to: string; className: string }) {
  return (
    <div
      aria-hidden
      className={cn(
        "pointer-events-none absolute grid place-items-center border-[1.5px] border-accent bg-accent-subtle/90 font-medium text-accent-text",
        className,
      )}
    >
      <span className="flex items-center gap-2">
        <FileUp className="size-4" />
        {`Drop to add these files to ${to}`}
      </span>
    </div>
  );
}
