import { Lock } from "lucide-react";
import { type LockableRow, useWhyLocked } from "@/components/layout/use-why-locked";
import type { Noun } from "@/lib/nouns/define";

interface LockedLineProps {
  noun: Pick<Noun, "entity" | "head">;
  record: object & { mayEdit: boolean };
}

/** At the top of a record that its reader may not change: that it is so, why, and whom to ask. */
export function LockedLine({ noun, record }: LockedLineProps) {
  const why = useWhyLocked(noun)(record as LockableRow);
  if (why === null) return null;
  return (
    <p className="flex shrink-0 items-start gap-2 bg-surface-sunken px-edge py-1.5 text-muted text-sm hairline-t hairline-b">
      <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />
      <span className="min-w-0">{why}</span>
    </p>
  );
}
