import { ArrowRight } from "lucide-react";
import type { SyncChangeView } from "../schema";
import { recordAct } from "./sync-words";

/** "Opportunity → Customer"; what a field held before is faint. A change of the whole record is said in words. */
export function ChangeText({ change, label }: { change: SyncChangeView; label: string }) {
  const act = recordAct(change, label);
  if (act !== null) return <span className="truncate text-muted">{act}</span>;
  if (change.direction === "kept") return <span className="truncate text-muted">Kept as it was</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="max-w-[45%] truncate text-muted">{change.from ?? "–"}</span>
      <ArrowRight aria-label="to" className="size-3 shrink-0 text-faint" />
      <span className="min-w-0 truncate">{change.to ?? "–"}</span>
    </span>
  );
}

export const nameOfChange = ({ record, externalId }: SyncChangeView): string =>
  record?.name || externalId || "A record";
