"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { cn } from "@/lib/cn";
import type { Counts } from "../rules";
import { type CountColumn, CountsHead, countCell } from "./counts-head";
import { ObjectName } from "./object-name";
import { rehearsalOf, sumOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { recordWord } from "./sync-words";

const columnsOf = (label: string) =>
  [
    { id: "linked", label: "Link" },
    { id: "createdHere", label: "Create", group: "Here", line: true },
    { id: "updatedHere", label: "Update" },
    { id: "createdThere", label: "Create", group: `In ${label}`, line: true },
    { id: "updatedThere", label: "Update" },
    { id: "conflicts", label: "Conflicts", line: true },
    { id: "problems", label: "Wait" },
  ] as const satisfies readonly (CountColumn & { id: keyof Counts })[];

/** The counts of the rehearsal for each object, and together. */
export function WouldTable({ connected: { label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const rows = objects.map((object) => ({ object, counts: sumOf([rehearsalOf(object)]) }));
  const sum = sumOf(objects.map(rehearsalOf));
  const columns = columnsOf(label);
  return (
    <section aria-label="What would happen">
      <SectionHead title="What would happen" count={`${recordWord(sum.read, locale)} read in ${label}`} />
      <table aria-label="What would happen" className="w-full phone:hidden">
        <CountsHead columns={columns} />
        <tbody>
          {rows.map(({ object, counts }) => (
            <tr key={object.id} className="h-row hairline-b hairline-soft">
              <th scope="row" className="min-w-0 pl-edge text-left font-normal">
                <ObjectName object={object} />
              </th>
              <CountCells columns={columns} counts={counts} />
            </tr>
          ))}
          <tr className="h-row font-semibold hairline-b">
            <th scope="row" className="pl-edge text-left">
              Together
            </th>
            <CountCells columns={columns} counts={sum} isSum />
          </tr>
        </tbody>
      </table>
      <ul className="desk:hidden">
        {rows.map(({ object, counts }) => (
          <PhoneCounts key={object.id} object={object} counts={counts} label={label} />
        ))}
      </ul>
    </section>
  );
}

interface CellsProps {
  columns: readonly (CountColumn & { id: keyof Counts })[];
  counts: Counts;
  isSum?: boolean;
}

export function CountCells({ columns, counts, isSum = false }: CellsProps) {
  const { locale } = useWorkspace();
  return columns.map(({ id, line }) => (
    <td key={id} className={cn(countCell(line), toneOf(id, counts[id], isSum))}>
      {counts[id].toLocaleString(locale)}
    </td>
  ));
}

function toneOf(id: keyof Counts, count: number, isSum: boolean): string {
  if (isSum) return "";
  if (count === 0) return "text-faint";
  return id === "problems" ? "text-warning" : "";
}

interface PhoneCountsProps {
  object: SyncProps["objects"][number];
  counts: Counts;
  label: string;
}

function PhoneCounts({ object, counts, label }: PhoneCountsProps) {
  const { locale } = useWorkspace();
  const number = (count: number) => count.toLocaleString(locale);
  return (
    <li className="px-edge py-3 hairline-b hairline-soft">
      <div className="flex items-center justify-between gap-3">
        <ObjectName object={object} />
        <span className="shrink-0 text-muted">{`${number(counts.linked)} linked`}</span>
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-muted">
        <span>
          Here{" "}
          <span className="text-text">{`+${number(counts.createdHere)}, ${number(counts.updatedHere)} changed`}</span>
        </span>
        <span>
          {label}{" "}
          <span className="text-text">{`+${number(counts.createdThere)}, ${number(counts.updatedThere)} changed`}</span>
        </span>
        {counts.conflicts > 0 ? <span>{`${number(counts.conflicts)} conflicts`}</span> : null}
        {counts.problems > 0 ? <span className="text-warning">{`${number(counts.problems)} wait`}</span> : null}
      </p>
    </li>
  );
}
