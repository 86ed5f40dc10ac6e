"use client";

import { CalendarArrowUp, Clock } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Day } from "@/components/ui/day";
import { NameMark } from "@/components/ui/name-mark";
import { PersonMark } from "@/components/ui/person";
import { cn } from "@/lib/cn";
import { moneyText } from "@/lib/money";
import { MoverBadge } from "@/modules/platform/history/realtime/components/mover-badge";
import type { OpportunityCard as Card } from "../schema";
import { ageText, rotText } from "./opportunity-table";

/** A card of the board: name and owner, account, value, close date with its pushes, days in stage. */
export function OpportunityCard({ card }: { card: Card }) {
  const at = useListLocale();
  const date = card.status === "open" ? card.expectedCloseDate : card.actualCloseDate;
  return (
    <>
      <div className="flex items-start gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{card.name}</span>
        <MoverBadge id={card.id} />
        <PersonMark person={card.owner} />
      </div>
      <div className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
        {card.account ? (
          <>
            <NameMark name={card.account.name} size={16} />
            <span className="truncate">{card.account.name}</span>
          </>
        ) : (
          <span className="text-faint">No account</span>
        )}
      </div>
      {/* A second line takes the parts that do not fit: a date broken in two is hard to read. */}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 whitespace-nowrap text-sm">
        <span className="font-medium text-md">{moneyText(card.amount, at)}</span>
        {date ? (
          <span className="text-muted">
            <Day day={date} />
          </span>
        ) : null}
        {card.closeDatePushes > 0 ? (
          <span
            className="inline-flex items-center gap-1 text-warning"
            title={`Close date pushed ${card.closeDatePushes}×`}
          >
            <CalendarArrowUp aria-hidden className="size-3.5" />
            {`${card.closeDatePushes}×`}
            <span className="sr-only">pushes of the close date</span>
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
        </span>
      </div>
    </>
  );
}
