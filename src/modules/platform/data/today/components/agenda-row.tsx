"use client";

import { AlarmClock, Ellipsis } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { entryIcons } from "@/components/timeline/entry-icons";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { NameMark } from "@/components/ui/name-mark";
import { signOf } from "@/components/ui/noun-icon";
import { PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import { cn } from "@/lib/cn";
import { nounOf } from "@/lib/nouns/all";
import { type AgendaSection, actsOf, itemWhen } from "../rules";
import type { AgendaItem } from "../schema";
import { itemTone } from "./item-text";
import { useSwipe } from "./use-swipe";

/** The acts that rows have from their page. */
export interface RowActs {
  /** Completes an open item, and opens a done one again. */
  onToggle(item: AgendaItem): void;
  /** Completes it with its result and what comes next; undefined for an item without such a question. */
  onDetails(item: AgendaItem): (() => void) | undefined;
  onSnooze(item: AgendaItem): void;
  onReschedule(item: AgendaItem): void;
  onAssign(item: AgendaItem): void;
}

interface AgendaRowProps {
  item: AgendaItem;
  section: AgendaSection;
  place: { today: string; timeZone: string; now: Date };
  acts: RowActs;
}

/** An item of the day: done or not, what, about whom, when and whose. */
export function AgendaRow({ item, section, place, acts }: AgendaRowProps) {
  const { href, locale, readsOnly } = useWorkspace();
  const isDone = item.doneAt !== null;
  const mayAct = item.mayEdit && !readsOnly;
  const canBeDone = actsOf(item)?.done !== undefined;
  const mayComplete = mayAct && canBeDone;
  const swipe = useSwipe({
    onRight: mayComplete ? () => acts.onToggle(item) : null,
    onLeft: mayAct && !isDone ? () => acts.onSnooze(item) : null,
  });
  const Icon = entryIcons[item.icon];
  const when = itemWhen(item, { ...place, locale });
  return (
    <li data-line={item.id} className="group/line relative overflow-hidden bg-surface" {...swipe.handlers}>
      <SwipeWords offset={swipe.offset} isDone={isDone} />
      <div
        className="relative flex h-row items-center gap-2.5 bg-surface px-edge hairline-b hairline-soft group-hover/line:bg-surface-hover phone:h-16 phone:gap-3.5"
        style={swipe.offset === 0 ? undefined : { transform: `translateX(${swipe.offset}px)` }}
      >
        {mayComplete ? (
          <Checkbox
            round
            aria-label={isDone ? `Open ${item.title} again` : `Mark ${item.title} as done`}
            className="z-1"
            checked={isDone}
            onCheckedChange={() => acts.onToggle(item)}
          />
        ) : (
          <span aria-hidden className="w-4 phone:w-5" />
        )}
        <Icon aria-hidden className="size-[15px] shrink-0 text-faint phone:hidden" />
        <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_190px] items-center gap-x-3 phone:grid-cols-1">
          <Link
            data-open
            href={href(`/${nounOf(item.entity)?.path}/${item.recordId}`)}
            className={cn(
              "min-w-0 truncate before:absolute before:inset-0 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-accent",
              isDone ? "text-muted" : "font-medium",
            )}
          >
            <span className={canBeDone ? "sr-only" : "font-normal text-muted phone:sr-only"}>{`${item.label}: `}</span>
            {item.title}
          </Link>
          <About item={item} />
        </div>
        <span
          className={cn(
            "w-[136px] shrink-0 truncate text-right phone:w-auto",
            itemTone(item, section, place.now),
            isDone && "text-muted",
          )}
        >
          {section === "overdue" ? <span className="sr-only">Overdue: </span> : null}
          {when}
          {canBeDone ? null : (
            <span aria-hidden className="block text-faint text-sm desk:hidden">
              {item.label}
            </span>
          )}
        </span>
        <span className="w-5 shrink-0 phone:hidden">
          <PersonMark person={item.owner} />
        </span>
        {mayAct ? <RowButtons item={item} acts={acts} /> : null}
      </div>
    </li>
  );
}

/** The record that an item is about, or what the item is. */
function About({ item: { about, label, source } }: { item: AgendaItem }) {
  if (about === null) return <span className="truncate text-muted phone:text-md">{label}</span>;
  const head = nounOf(about.entity);
  const Sign = signOf(about.entity);
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-muted" data-source={source}>
      {head?.mark === "initial" || !Sign ? (
        <NameMark name={about.name} of={about} size={16} />
      ) : (
        <Sign aria-hidden className="size-3.5 shrink-0 text-faint" />
      )}
      <ReferenceName of={about} />
    </span>
  );
}

/** Behind a row that a finger moves: what letting go would do. */
function SwipeWords({ offset, isDone }: { offset: number; isDone: boolean }) {
  if (offset === 0) return null;
  const complete = isDone ? "Open again" : "Done";
  return (
    <span
      aria-hidden
      className={cn(
        "absolute inset-0 flex items-center px-edge font-medium",
        offset > 0 ? "bg-positive-subtle text-positive" : "justify-end bg-warning-subtle text-warning",
      )}
    >
      {offset > 0 ? complete : "Snooze"}
    </span>
  );
}

function RowButtons({ item, acts }: Pick<AgendaRowProps, "item" | "acts">) {
  const { href } = useWorkspace();
  const isDone = item.doneAt !== null;
  const onDetails = isDone ? undefined : acts.onDetails(item);
  return (
    <span className="absolute right-2 z-1 flex items-center rounded-md bg-surface-hover opacity-0 focus-within:opacity-100 group-hover/line:opacity-100 has-data-[state=open]:opacity-100 phone:static phone:-mr-3 phone:bg-transparent phone:opacity-100">
      {isDone ? null : (
        <span className="phone:hidden">
          <IconButton
            size="sm"
            label={`Snooze ${item.title}`}
            keys="s"
            icon={<AlarmClock aria-hidden />}
            onClick={() => acts.onSnooze(item)}
          />
        </span>
      )}
      <Menu>
        <MenuTrigger asChild>
          <IconButton size="sm" label={`More for ${item.title}`} icon={<Ellipsis aria-hidden />} />
        </MenuTrigger>
        <MenuContent align="end">
          {actsOf(item)?.done ? (
            <MenuItem keys="x" onSelect={() => acts.onToggle(item)}>
              {isDone ? "Open again" : "Mark done"}
            </MenuItem>
          ) : null}
          {onDetails ? (
            <MenuItem keys="d" onSelect={onDetails}>
              Mark done with result and next step
            </MenuItem>
          ) : null}
          {isDone ? null : (
            <>
              <MenuItem keys="s" onSelect={() => acts.onSnooze(item)}>
                Snooze
              </MenuItem>
              <MenuItem keys="e" onSelect={() => acts.onReschedule(item)}>
                Reschedule
              </MenuItem>
            </>
          )}
          <MenuItem keys="r" onSelect={() => acts.onAssign(item)}>
            Reassign
          </MenuItem>
          <MenuItem asChild>
            <Link href={href(`/${nounOf(item.entity)?.path}/${item.recordId}`)}>Open</Link>
          </MenuItem>
        </MenuContent>
      </Menu>
    </span>
  );
}
