"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { FigureLink } from "@/components/tiles/figure-link";
import { TileFrame } from "@/components/tiles/tile-frame";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { counted, nouns } from "@/lib/counted";
import type { ChoiceOption } from "@/lib/fields/field";
import { optionsOfList } from "@/lib/fields/option-lists";
import { numberFormat } from "@/lib/intl";
import type { TilePeople } from "@/lib/tiles";
import { useTile } from "@/trpc/tiles";
import { leadSources } from "../../contacts/rules";
import { winRate } from "../rules";
import { type Outcome, outcomesOf, usualOutcome } from "./home-outcomes";

const ways = [
  { value: "owner", label: "Owner" },
  { value: "leadSource", label: "Source" },
] as const;
type Way = (typeof ways)[number]["value"];

const periods = [
  { value: "this fiscal quarter", label: "This fiscal quarter" },
  { value: "last fiscal quarter", label: "Last fiscal quarter" },
  { value: "this fiscal year", label: "This fiscal year" },
  { value: "last fiscal year", label: "Last fiscal year" },
];

/** As many rows are shown until somebody wants all. */
const mostShown = 8;

/** The share of opportunities that were won, and how long those took, by owner or by source. */
export function OutcomeTile({ people }: { people: TilePeople }) {
  const [by, setBy] = useState<Way>(usualOutcome.by);
  const [period, setPeriod] = useState<string>(usualOutcome.period);
  const query = useTile("outcome", people, { by, period });
  return (
    <TileFrame
      title="Win rate and cycle"
      query={query}
      className="hairline-t"
      aside={
        <>
          <Select
            size="sm"
            quiet
            aria-label="Period"
            options={periods}
            value={period}
            onValueChange={(next) => setPeriod(next)}
          />
          <Segmented aria-label="Win rate by" options={ways} value={by} onValueChange={setBy} />
        </>
      }
    >
      {([won, lost]) => <Outcomes key={by} by={by} outcomes={won && lost ? outcomesOf(won, lost) : []} />}
    </TileFrame>
  );
}

function nameOf({ value, label }: Outcome, by: Way, sources: readonly ChoiceOption[]): string {
  if (value === null) return by === "owner" ? "No owner" : "No source";
  return label ?? sources.find((one) => one.value === value)?.label ?? "Unknown";
}

function Outcomes({ by, outcomes }: { by: Way; outcomes: readonly Outcome[] }) {
  const { locale } = useListLocale();
  const { custom } = useWorkspace();
  const sources = optionsOfList(leadSources, custom.lists.leadSource ?? []);
  const [isWhole, setWhole] = useState(false);
  if (outcomes.length === 0) return <p className="px-edge py-2 text-muted">Nothing was won or lost in this period.</p>;
  const shown = isWhole ? outcomes : outcomes.slice(0, mostShown);
  return (
    <div className="px-edge">
      <table aria-label="Win rate and cycle" className="w-full text-right">
        <thead className="text-faint text-sm">
          <tr className="h-7 hairline-b">
            <th className="text-left font-normal">{ways.find(({ value }) => value === by)?.label}</th>
            <th className="w-16 font-normal">Won</th>
            <th className="w-16 font-normal">Lost</th>
            <th className="w-36 font-normal phone:w-20">Win rate</th>
            <th className="w-24 font-normal phone:w-20">Cycle</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((outcome) => (
            <OutcomeRow key={outcome.value ?? ""} outcome={outcome} name={nameOf(outcome, by, sources)} />
          ))}
        </tbody>
      </table>
      {shown.length < outcomes.length ? (
        <Button variant="ghost" size="sm" className="mt-1 -ml-2" onClick={() => setWhole(true)}>
          {`Show all ${outcomes.length.toLocaleString(locale)}`}
        </Button>
      ) : null}
    </div>
  );
}

const averageOf = ({ total, count }: { total: number; count: number }) => Math.round(total / count);

function OutcomeRow({ outcome: { won, lost, decided }, name }: { outcome: Outcome; name: string }) {
  const { locale } = useListLocale();
  const rate = winRate(won.count, lost.count);
  const percent = rate === null ? null : numberFormat(locale, { style: "percent" }).format(rate / 100);
  const cycle = won.days && won.days.count > 0 ? counted(averageOf(won.days), nouns.day, locale) : null;
  return (
    <tr className="h-row hairline-b hairline-soft phone:h-11">
      <th className="max-w-0 truncate pr-2 text-left font-medium">{name}</th>
      <td>
        <FigureLink entity="opportunity" of={won} label={`${name}, ${won.count.toLocaleString(locale)} won`}>
          {won.count.toLocaleString(locale)}
        </FigureLink>
      </td>
      <td>
        <FigureLink entity="opportunity" of={lost} label={`${name}, ${lost.count.toLocaleString(locale)} lost`}>
          {lost.count.toLocaleString(locale)}
        </FigureLink>
      </td>
      <td>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="relative h-1 w-16 overflow-hidden rounded-[2px] bg-surface-press phone:hidden">
            <span className="absolute inset-y-0 left-0 bg-positive" style={{ width: `${rate ?? 0}%` }} />
          </span>
          <FigureLink
            entity="opportunity"
            of={decided}
            label={`${name}, ${percent ?? 0} of ${decided.count.toLocaleString(locale)} won`}
          >
            {percent ?? "–"}
          </FigureLink>
        </span>
      </td>
      <td className="text-muted">
        {cycle === null ? (
          "–"
        ) : (
          <FigureLink entity="opportunity" of={won} label={`${name}, won after ${cycle} on average`}>
            {cycle}
          </FigureLink>
        )}
      </td>
    </tr>
  );
}
