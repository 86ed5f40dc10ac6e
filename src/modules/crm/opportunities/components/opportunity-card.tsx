"use client";

import { ArrowRight, CalendarArrowUp, Clock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Day } from "@/components/ui/day";
import { NameMark } from "@/components/ui/name-mark";
import { PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import { cn } from "@/lib/cn";
import { timesText } from "@/lib/counted";
import { dayText, todayIn } from "@/lib/day-words";
import { moneyText } from "@/lib/money";
import { NextStepDay } from "@/modules/platform/data/records/components/noun-next-step";
import { MoverBadge } from "@/modules/platform/history/realtime/components/mover-badge";
import type { OpportunityCard as Card } from "../schema";
import { ageText, rotText } from "./opportunity-table";

/** Behind the days, for those who do not see the colour. */
const ageWords = {
  none: "this stage",
  due: "this stage, without activity for longer than it allows",
  over: "this stage, without activity for more than twice as long as it allows",
} as const;

/** A card of the board: name and owner, account, value, close date with its pushes, days in stage. */
export function OpportunityCard({ card, sign }: { card: Card; sign?: ReactNode }) {
  const at = useListLocale();
  const date = card.status === "open" ? card.expectedCloseDate : card.actualCloseDate;
  return (
    <>
      <div className="flex items-start gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{card.name}</span>
        {sign}
        <MoverBadge id={card.id} ownerId={card.owner?.id} />
        <PersonMark person={card.owner} />
      </div>
      <div className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
        {card.account ? (
          <>
            <NameMark name={card.account.name} of={{ entity: "account", id: card.account.id }} size={16} />
            <ReferenceName of={card.account} />
          </>
        ) : (
          <span className="text-faint">No account</span>
        )}
      </div>
      {card.status === "open" ? <NextLine card={card} /> : null}
      {card.status === "open" ? <ServiceBreach card={card} /> : null}
      {/* A second line takes the parts that do not fit: a date broken in two is hard to read. */}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 whitespace-nowrap text-sm">
        <span className="font-medium text-md">{moneyText(card.amount, at)}</span>
        {date ? (
          <span className="text-muted">
            <span className="sr-only">{card.status === "open" ? "Closes " : "Closed "}</span>
            <Day day={date} />
          </span>
        ) : null}
        {card.closeDatePushes > 0 ? (
          <span
            className="inline-flex items-center gap-1 text-warning"
            title={`Close date pushed back ${timesText(card.closeDatePushes, at.locale)}`}
          >
            <CalendarArrowUp aria-hidden className="size-3.5" />
            <span aria-hidden>{`${card.closeDatePushes}×`}</span>
            <span className="sr-only">{`pushed back ${timesText(card.closeDatePushes, at.locale)}`}</span>
          </span>
        ) : null}
        <span
          className={cn(
            "ml-auto inline-flex items-center gap-1",
            card.rot === "none" ? "text-faint" : rotText[card.rot],
          )}
        >
          {card.rot === "none" ? null : <Clock aria-hidden className="size-3.5" />}
          {ageText(card.ageDays)}
          <span className="sr-only">{` in ${ageWords[card.rot]}`}</span>
        </span>
      </div>
    </>
  );
}

/** The next step and its day. */
function NextLine({ card }: { card: Card }) {
  if (card.nextTitle === null) return <div className="text-sm text-warning">No next step</div>;
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-sm">
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="sr-only">Next step:</span>
      <span className="min-w-0 flex-1 truncate">{card.nextTitle}</span>
      <span className="shrink-0">{card.nextAt === null ? null : <NextStepDay step={card} />}</span>
    </div>
  );
}

/** Since when the follow-up by the service level of its stage is overdue. */
function ServiceBreach({ card: { serviceDueAt } }: { card: Card }) {
  const { locale, timeZone } = useListLocale();
  const [now] = useState(() => new Date());
  if (serviceDueAt === null || new Date(serviceDueAt) > now) return null;
  const day = dayText(todayIn(timeZone, new Date(serviceDueAt)), todayIn(timeZone, now), locale);
  return <div className="text-danger text-sm" suppressHydrationWarning>{`Follow-up overdue since: ${day}`}</div>;
}
