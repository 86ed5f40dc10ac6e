"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { counted } from "@/lib/counted";
import type { Fields } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { useBulkRuns } from "../client";
import { isWorking } from "../rules";
import type { BulkRun } from "../schema";
import { changeText } from "./bulk-words";

const shownAtMost = 3;

/** The latest changes that the member made of many such records, each with its progress and its undo. */
export function LatestRuns({ noun, onOpen }: { noun: Noun; onOpen(run: BulkRun): void }) {
  const { locale } = useWorkspace();
  const { data } = useBulkRuns();
  const runs = data?.rows.filter((run) => run.noun === noun.entity).slice(0, shownAtMost) ?? [];
  if (runs.length === 0) return null;
  return (
    <section aria-label="Your latest changes">
      <h3 className="flex h-9 items-center font-semibold">Your latest changes</h3>
      <ul>
        {runs.map((run) => (
          <li key={run.id} className="flex min-h-9 items-center gap-3 hairline-t hairline-soft">
            <span className="min-w-0 flex-1 truncate">
              {changeText(run.change, noun.fields as Fields)}
              <span className="ml-2 text-muted">
                {isWorking(run.status) ? "In progress" : counted(run.changed, noun.head, locale)}
              </span>
            </span>
            <span className="text-faint">
              <RelativeTime at={run.createdAt} />
            </span>
            <Button size="sm" variant="ghost" onClick={() => onOpen(run)}>
              Show
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
