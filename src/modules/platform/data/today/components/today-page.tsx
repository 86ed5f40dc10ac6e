"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type ComponentType, type ReactNode, useRef, useState } from "react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { OwnZone } from "@/components/layout/own-zone";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Segmented } from "@/components/ui/segmented";
import { notify } from "@/components/ui/toast";
import { todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { useApi } from "@/trpc/react";
import { useTodayActs } from "../client";
import { type AgendaScope, agendaScopes, agendaSections, countsRequest } from "../rules";
import type { AgendaItem } from "../schema";
import { AgendaSection } from "./agenda-section";
import { LazyAssignDialog, LazyMoveDialog } from "./lazy-layers";
import { useAgendaKeys } from "./use-agenda-keys";

const scopeLabels: Record<AgendaScope, string> = { mine: "Mine", teams: "My teams" };

/** Whose day the page shows, as its address says. */
export const useTodayScope = () => useQueryState("scope", parseAsStringLiteral(agendaScopes).withDefault("mine"));

interface DetailsProps {
  /** Of the record. */
  id: string;
  onClose(): void;
}

interface TodayPageProps {
  /** The questions that complete items of some sources with their result, by the names of the sources. */
  details?: Readonly<Record<string, ComponentType<DetailsProps>>>;
  /** The button of the head, and that of a phone. */
  action?: ReactNode;
  phoneAction?: ReactNode;
  /** The strip below the head. */
  top?: ReactNode;
  /** The line below the items of today. */
  add?: ReactNode;
  /** The column at the right; below on phones. */
  side?: ReactNode;
}

/** The items of a member: overdue, today, in the next seven days, and those that are done. */
export function TodayPage({ details = noDetails, action, phoneAction, top, add, side }: TodayPageProps) {
  const { locale, zone } = useWorkspace();
  const [scope, setScope] = useTodayScope();
  const [now] = useState(() => new Date());
  const { data: counts } = useQuery(useApi().today.counts.queryOptions(countsRequest(scope)));
  const timeZone = counts?.timeZone ?? zone;
  const today = counts?.today ?? todayIn(timeZone, now);
  const shown = useRef(new Map<string, AgendaItem>());
  const { acts, dialogs } = useRowActs(timeZone, details);
  const withKeys = useAgendaKeys(shown, acts);
  const countOf = { overdue: counts?.overdue, today: counts?.due, next7: counts?.next7, done: counts?.done };
  const scopes = (
    <Segmented
      aria-label="Whose day"
      value={scope}
      onValueChange={(next) => void setScope(next)}
      options={agendaScopes.map((value) => ({ value, label: scopeLabels[value] }))}
    />
  );
  return (
    <>
      <PageHeader
        title="Today"
        count={
          <span className="inline-flex items-baseline gap-2">
            <span suppressHydrationWarning>{longDay(today, locale)}</span>
            <OwnZone />
          </span>
        }
        phoneActions={phoneAction}
      >
        {scopes}
        {action}
      </PageHeader>
      {top}
      <div className="min-h-0 flex-1 wide:grid wide:grid-cols-[minmax(0,1fr)_400px] wide:grid-rows-[minmax(0,1fr)] narrow:overflow-y-auto">
        <section aria-label="Items" className="min-w-0 wide:overflow-y-auto" {...keyboardScroll}>
          <div className="flex px-edge py-2 desk:hidden">{scopes}</div>
          {agendaSections.map((section) => (
            <AgendaSection
              key={section}
              section={section}
              scope={scope}
              count={countOf[section]}
              place={{ today, timeZone, now }}
              acts={withKeys}
              shown={shown}
              foot={section === "today" ? add : null}
            />
          ))}
        </section>
        {side ? (
          <aside
            aria-label="Next to the list"
            className="narrow:border-t wide:overflow-y-auto wide:border-l"
            {...keyboardScroll}
          >
            {side}
          </aside>
        ) : null}
      </div>
      {dialogs}
    </>
  );
}

/** "Friday, November 20" */
const longDay = (day: string, locale: string): string =>
  dateFormat(locale, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" }).format(
    new Date(`${day}T00:00:00Z`),
  );

type Asked = { item: AgendaItem; as: "snooze" | "reschedule" | "assign" | "details" } | null;
const noDetails = {};

/** The acts of rows, and the dialogs that some of them open. */
function useRowActs(timeZone: string, details: NonNullable<TodayPageProps["details"]>) {
  const { complete, reopen, move, snooze, assign } = useTodayActs();
  const [asked, setAsked] = useState<Asked>(null);
  const refused = (error: Error) => void notify.error(error.message);
  const acts = {
    onToggle: (item: AgendaItem) => void (item.doneAt === null ? complete(item) : reopen(item)).catch(refused),
    onDetails: (item: AgendaItem) => (details[item.source] ? () => setAsked({ item, as: "details" }) : undefined),
    onSnooze: (item: AgendaItem) => setAsked({ item, as: "snooze" }),
    onReschedule: (item: AgendaItem) => setAsked({ item, as: "reschedule" }),
    onAssign: (item: AgendaItem) => setAsked({ item, as: "assign" }),
  };
  const onClose = () => setAsked(null);
  const item = asked?.item;
  const Details = asked?.as === "details" ? details[asked.item.source] : undefined;
  const dialogs = (
    <>
      {item && Details ? <Details id={item.recordId} onClose={onClose} /> : null}
      {item && (asked.as === "snooze" || asked.as === "reschedule") ? (
        <LazyMoveDialog
          item={item}
          as={asked.as}
          timeZone={timeZone}
          onMove={(...given) => (asked.as === "snooze" ? snooze : move)(...given).catch(refused)}
          onClose={onClose}
        />
      ) : null}
      {item && asked.as === "assign" ? (
        <LazyAssignDialog item={item} onAssign={(...given) => assign(...given).catch(refused)} onClose={onClose} />
      ) : null}
    </>
  );
  return { acts, dialogs };
}
