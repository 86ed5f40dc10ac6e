import { Lock } from "lucide-react";

/** A small lock beside the name of something that its reader may not change; the pointer reads why, others at the top of the record. */
export function LockSign({ why }: { why: string }) {
  return (
    <span role="img" aria-label="Locked" title={why} className="mt-0.5 inline-flex shrink-0 text-faint">
      <Lock aria-hidden className="size-3.5" />
    </span>
  );
}
