import { EyeOff } from "lucide-react";
import { cn } from "@/lib/cn";
import { isUnnamed } from "@/lib/unseen-record";
import type { Reference } from "@/lib/zod";

/** The name of a linked record. One that the reader cannot open has a mark, or words where its name is hidden too. */
export function ReferenceName({ of, className }: { of: Reference; className?: string | undefined }) {
  if (of.id !== null) return <span className={cn("truncate", className)}>{of.name}</span>;
  if (isUnnamed(of)) return <span className={cn("truncate text-faint", className)}>{of.name}</span>;
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-1", className)}>
      <span className="truncate">{of.name}</span>
      <EyeOff role="img" aria-label="You cannot open this record" className="size-3 shrink-0 text-faint" />
    </span>
  );
}
