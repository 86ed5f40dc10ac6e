"use client";

import { Check } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Progress } from "@/components/ui/progress";
import type { Counts } from "../rules";
import type { SyncObject } from "../schema";
import { type CountColumn, CountsHead } from "./counts-head";
import { ObjectName } from "./object-name";
import { runOf, sumOf, waitingIn } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { doneWords, recordWord, runWords } from "./sync-words";
import { CountCells } from "./would-table";

const columnsOf = (label: string) =>
  [
    { id: "createdHere", label: "Created", group: "Here", line: true },
    { id: "updatedHere", label: "Updated" },
    { id: "createdThere", label: "Created", group: `In ${label}`, line: true },
    { id: "updatedThere", label: "Updated" },
    { id: "problems", label: "Wait", line: true },
  ] as const satisfies readonly (CountColumn & { id: keyof Counts })[];

/** The counts of the run of now, or the last one, for each object, and how far it is. */
export function DoneTable({ connected: { label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  // Problems of earlier runs wait too, and some of this one may be over.
  const rows = objects.map((object) => ({
    object,
    counts: { ...sumOf([runOf(object)]), problems: waitingIn([object]) },
  }));
  const kinds = [...new Set(objects.flatMap((object) => runOf(object)?.kind ?? []))].map((kind) => runWords[kind]);
  return (
    <section aria-label="Counts of the last run" className="hairline-t">
      <SectionHead title="The last run" count={kinds.join(", ") || undefined} />
      <table aria-label="Counts of the last run" className="w-full phone:hidden">
        <CountsHead columns={columnsOf(label)} last="Progress" />
        <tbody>
          {rows.map(({ object, counts }) => (
            <tr key={object.id} className="h-10 hairline-b hairline-soft">
              <th scope="row" className="pl-edge text-left font-normal">
                <ObjectName object={object} />
              </th>
              <CountCells columns={columnsOf(label)} counts={counts} />
              <td className="pr-edge pl-5">
                <RunProgress object={object} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="desk:hidden">
        {rows.map(({ object, counts }) => (
          <li key={object.id} className="flex min-h-15 items-center gap-3 px-edge py-2 hairline-b hairline-soft">
            <span className="min-w-0 flex-1">
              <ObjectName object={object} />
              <span className="block truncate text-muted">{doneWords(counts, locale)}</span>
            </span>
            <RunShare object={object} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunProgress({ object }: { object: SyncObject }) {
  const { locale } = useWorkspace();
  const { state, labels, inSync, failure } = object;
  const run = runOf(object);
  if (state === "paused") return <span className="text-muted">{failure ? "Stopped" : "Paused"}</span>;
  if (state === "failing") return <span className="text-warning">Tries again</span>;
  if (!run) return <span className="text-muted">{state === "first" ? "Waits for its turn" : "Not yet"}</span>;
  if (run.endedAt !== null)
    return (
      <span className="flex items-center gap-1.5 text-positive">
        <Check aria-hidden className="size-3.5 shrink-0" />
        Done
        <span className="truncate text-muted">{`${recordWord(inSync, locale)} in sync`}</span>
      </span>
    );
  const text = `${run.read.toLocaleString(locale)}${run.total === null ? " read" : ` of ${run.total.toLocaleString(locale)}`}`;
  return (
    <span className="flex items-center gap-3">
      {run.total === null ? null : (
        <Progress
          label={`Records of ${labels.ours}`}
          value={run.read}
          max={run.total}
          text={text}
          className="min-w-8 flex-1"
        />
      )}
      <span className="whitespace-nowrap">{text}</span>
    </span>
  );
}

function RunShare({ object }: { object: SyncObject }) {
  const run = runOf(object);
  if (!run) return null;
  if (run.endedAt !== null)
    return (
      <>
        <Check aria-hidden className="size-4 text-positive" />
        <span className="sr-only">Done</span>
      </>
    );
  return run.total ? <span className="text-accent-text">{`${Math.floor((run.read / run.total) * 100)}%`}</span> : null;
}
