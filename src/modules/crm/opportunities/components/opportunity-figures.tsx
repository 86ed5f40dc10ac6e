"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { PersonMark } from "@/components/ui/person";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import { OnlineBadge } from "@/modules/platform/realtime/components/online-badge";
import { useStages } from "../../pipelines/components/stage-badge";
import type { Opportunity } from "../schema";
import { ageText, rotText } from "./opportunity-table";

/** Value, weighted value, close date, age and owner of a deal. */
export function OpportunityFigures({ deal }: { deal: Opportunity }) {
  const { locale } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const rotDays = useStages().stages.get(deal.stageId)?.rotDays ?? null;
  const money = (value: Opportunity["amount"]) => (value ? formatMoney(value.amount, value.currency, at) : "–");
  const percent = (deal.probability / 100).toLocaleString(locale, { style: "percent" });
  // The amount of another one shows its code itself.
  const ownCurrency = deal.currency === at.currency ? deal.currency : undefined;
  const open = deal.status === "open";
  const date = open ? deal.expectedCloseDate : deal.actualCloseDate;
  const figures: Figure[] = [
    { label: "Value", value: money(deal.amount), note: deal.amount ? ownCurrency : "No value yet" },
    {
      label: "Weighted",
      value: money(deal.weightedAmount),
      note: `${percent}${deal.ownProbability === null ? ", from the stage" : ", set by hand"}`,
    },
    {
      label: open ? "Close date" : "Closed",
      value: date ? day(date) : "–",
      note: open ? pushText(deal.closeDatePushes) : outcomeText(deal),
    },
    {
      label: "Age in stage",
      value: <span className={cn(open && deal.rot !== "none" && rotText[deal.rot])}>{ageText(deal.ageDays)}</span>,
      note: ageNote(deal, rotDays),
    },
    {
      label: "Owner",
      value: deal.owner ? (
        // A name is no figure: it may take two lines, so that it is not cut.
        <span className="flex min-w-0 items-center gap-2 pt-[3px]" title={deal.owner.name}>
          <OnlineBadge id={deal.owner.id}>
            <PersonMark person={deal.owner} decorative />
          </OnlineBadge>
          <span className="line-clamp-2 whitespace-normal text-title">{deal.owner.name}</span>
        </span>
      ) : (
        "–"
      ),
    },
  ];
  return <FigureRow figures={figures} />;
}

function pushText(pushes: number) {
  if (pushes === 0) return "Never pushed";
  return <span className="text-warning">{pushes === 1 ? "Pushed once" : `Pushed ${pushes} times`}</span>;
}

function outcomeText(deal: Opportunity): string {
  if (deal.status === "won") return "Won";
  return deal.lossReason ? `Lost: ${deal.lossReason.name}` : "Lost";
}

function ageNote(deal: Opportunity, rotDays: number | null): string {
  if (deal.ageDays === null) return "In this stage since before the import";
  if (deal.status !== "open" || rotDays === null) return deal.stage.name;
  const limit = counted(rotDays, nouns.day);
  return deal.rot === "none" ? `Rots after ${limit} without a touch` : `Untouched for over ${limit}`;
}
