"use client";

import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { PersonMark } from "@/components/ui/person";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { moneyText } from "@/lib/money";
import { NounFigure } from "@/modules/platform/data/records/components/noun-figure";
import { OnlineBadge } from "@/modules/platform/identity/members/components/online-badge";
import { useStages } from "../../pipelines/components/stage-badge";
import { useOpportunityEdits } from "../client";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import { ageText, rotText } from "./opportunity-table";

/** Value, weighted value, close date, age and owner of an opportunity. */
export function OpportunityFigures({ opportunity }: { opportunity: Opportunity }) {
  const { locale } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const rotDays = useStages().stages.get(opportunity.stageId)?.rotDays ?? null;
  // An amount in another currency shows its code itself.
  const ownCurrency = opportunity.currency === at.currency ? opportunity.currency : undefined;
  const open = opportunity.status === "open";
  const date = open ? opportunity.expectedCloseDate : opportunity.actualCloseDate;
  const closes = open ? "expectedCloseDate" : "actualCloseDate";
  const edits = useOpportunityEdits();
  const onPhone = useIsPhone() && opportunity.mayEdit;
  // A phone shows the details behind a tab: there the figures are edited themselves.
  const edited = (name: FigureField, value: string): ReactNode =>
    onPhone ? (
      <NounFigure
        noun={declared}
        record={opportunity}
        {...{ name, edits }}
        edit={{ required: name === "actualCloseDate" }}
        shown={value}
      />
    ) : (
      value
    );
  const figures: Figure[] = [
    {
      label: "Value",
      value: opportunity.valueFromLines
        ? moneyText(opportunity.amount, at)
        : edited("amount", moneyText(opportunity.amount, at)),
      note: valueNote(opportunity, ownCurrency),
    },
    {
      label: "Weighted",
      value: moneyText(opportunity.weightedAmount, at),
      note: probabilityNote(opportunity, locale),
    },
    {
      label: open ? "Close date" : "Closed",
      value: edited(closes, date ? day(date) : "–"),
      note: open ? pushText(opportunity.closeDatePushes) : outcomeText(opportunity),
    },
    {
      label: "Time in stage",
      value: (
        <span className={cn(open && opportunity.rot !== "none" && rotText[opportunity.rot])}>
          {ageText(opportunity.ageDays)}
        </span>
      ),
      note: ageNote(opportunity, rotDays, locale),
    },
    {
      label: "Owner",
      value: opportunity.owner ? (
        // A name may take two lines, so that it is not cut.
        <span className="flex min-w-0 items-center gap-2 pt-[3px]" title={opportunity.owner.name}>
          <OnlineBadge id={opportunity.owner.id}>
            <PersonMark person={opportunity.owner} decorative />
          </OnlineBadge>
          <span className="line-clamp-2 whitespace-normal text-title">{opportunity.owner.name}</span>
        </span>
      ) : (
        "–"
      ),
    },
  ];
  return <FigureRow figures={figures} />;
}

type FigureField = "amount" | "expectedCloseDate" | "actualCloseDate";

function valueNote({ amount, valueFromLines }: Opportunity, currency: string | undefined) {
  if (valueFromLines) return amount ? "From its lines" : "No products yet";
  return amount ? currency : "No value yet";
}

function probabilityNote({ probability, ownProbability }: Opportunity, locale: string): string {
  if (probability === null) return "No probability";
  const percent = (probability / 100).toLocaleString(locale, { style: "percent" });
  return `${percent}${ownProbability === null ? ", from the stage" : ", set by hand"}`;
}

function pushText(pushes: number) {
  if (pushes === 0) return "Never pushed back";
  return <span className="text-warning">{pushes === 1 ? "Pushed back once" : `Pushed back ${pushes} times`}</span>;
}

function outcomeText(opportunity: Opportunity): string {
  if (opportunity.status === "won") return "Won";
  return opportunity.lossReason ? `Lost: ${opportunity.lossReason.name}` : "Lost";
}

function ageNote(opportunity: Opportunity, rotDays: number | null, locale: string): string {
  if (opportunity.ageDays === null) return "In this stage since before the import";
  if (opportunity.status !== "open" || rotDays === null) return opportunity.stage.name;
  const limit = counted(rotDays, nouns.day, locale);
  return opportunity.rot === "none" ? `Inactive after ${limit}` : `No activity for over ${limit}`;
}
