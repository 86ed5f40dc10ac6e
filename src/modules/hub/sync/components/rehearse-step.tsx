"use client";

import { CircleCheck } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { CountedChoices } from "./counted-choices";
import { RehearsalSamples } from "./rehearsal-samples";
import { progressOf, rehearsalOf, rehearsalState } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { recordWord } from "./sync-words";
import { WouldTable } from "./would-table";

/** The effects that the first sync would have: its counts, examples of each outcome, and the choices that change it. */
export function RehearseStep({ connected, objects }: SyncProps) {
  const state = rehearsalState(objects);
  if (state === "none")
    return (
      <EmptyState title="See what would happen first" line={false}>
        {`A rehearsal reads both sides and counts what a sync would do. It writes nothing here and nothing in ${connected.label}.`}
      </EmptyState>
    );
  if (state === "running") return <Rehearsing connected={connected} objects={objects} />;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--aside-w)] narrow:block narrow:overflow-y-auto">
      <div className="min-h-0 overflow-y-auto narrow:overflow-visible">
        {state === "stale" ? (
          <Note tone="warning" className="mx-edge mt-3">
            Something was changed after this rehearsal, or it is older than a day. Rehearse again to see the counts of
            now.
          </Note>
        ) : null}
        <WouldTable connected={connected} objects={objects} />
        <RehearsalSamples connected={connected} objects={objects} />
      </div>
      <aside
        aria-label="Choices that change the counts"
        className="min-h-0 overflow-y-auto hairline-l narrow:hairline-t narrow:overflow-visible"
      >
        <CountedChoices connected={connected} objects={objects} />
        <NothingWritten objects={objects} isReady={state === "ready"} />
      </aside>
    </div>
  );
}

function Rehearsing({ connected: { label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const { read = 0, total = null } = progressOf(objects) ?? {};
  const text = total
    ? `${read.toLocaleString(locale)} of ${recordWord(total, locale)}`
    : `${recordWord(read, locale)} read`;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-edge pt-5">
      <h2 className="font-semibold text-figure">{text}</h2>
      {total ? <Progress label="Records read" value={read} max={total} text={text} className="mt-3" /> : null}
      <p className="mt-2 text-muted" role="status">
        {`Both sides are read and compared, at the pace that ${label} allows. Nothing is written. You can leave this page.`}
      </p>
    </div>
  );
}

function NothingWritten({ objects, isReady }: Pick<SyncProps, "objects"> & { isReady: boolean }) {
  const { locale } = useWorkspace();
  const runs = objects.flatMap((object) => rehearsalOf(object) ?? []);
  const endedAt = runs.flatMap((run) => run.endedAt ?? []).toSorted()[0];
  const calls = runs.reduce((sum, run) => sum + run.calls, 0);
  const used = calls > 0 ? `, with ${calls.toLocaleString(locale)} API calls` : "";
  return (
    <div className="flex gap-2.5 px-edge py-3 hairline-t">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
      <div className="min-w-0">
        <p className="font-medium">Nothing was written</p>
        <p className="text-muted text-sm">
          Rehearsed {endedAt ? <RelativeTime at={endedAt} inSentence /> : "before"}
          {`${used}. ${isReady ? "Good for a day, or until you change a field." : "Rehearse again before you start."}`}
        </p>
      </div>
    </div>
  );
}
