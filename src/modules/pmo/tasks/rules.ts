import type { Sort } from "@/lib/list";
import { type Condition, mySelf } from "@/lib/list-filter";
import type { DeclaredView } from "@/lib/nouns/declared-views";
import { rankBetween } from "@/lib/rank";
import { dayLater, intervalsOf, momentOfDay, nextWorkingInstant, type WorkingCalendar } from "@/lib/working-time";

/** The digits of ranks, in the order of their bytes. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** How many digits the rank of a number has after its first letter, which says so. */
const rankDigits = 5;

/** The rank of a new task among its siblings: by its number, so behind all that were made before it. */
export function rankOfNumber(number: number): string {
  let [rest, text] = [number, ""];
  for (let place = 0; place < rankDigits; place++) {
    text = (digits[rest % digits.length] ?? "0") + text;
    rest = Math.floor(rest / digits.length);
  }
  return `e${text}`;
}

/** The key of a task: KAN-12. */
export const taskKey = (projectKey: string, number: number): string => `${projectKey}-${number}`;

/** Why a task cannot begin and be due on these days; null if it can. */
export const daysRefusal = (start: Date | null, due: Date | null): string | null =>
  start && due && due < start ? "A task is due on the day it starts or later: choose a later day." : null;

/** The most days that are looked back for work before a due day. */
const lookBack = 31;

/** The first working minute of a day; of a day off that of the next one with work. */
export function startOfWork(calendar: WorkingCalendar, day: string): Date {
  const [first] = intervalsOf(calendar, day);
  const midnight = momentOfDay(day, 0, calendar.zone);
  return first ? momentOfDay(day, first.from, calendar.zone) : (nextWorkingInstant(calendar, midnight) ?? midnight);
}

/** The end of work of a day; of a day off that of the last one before it with work. */
export function endOfWork(calendar: WorkingCalendar, day: string): Date {
  for (let back = 0; back <= lookBack; back++) {
    const earlier = dayLater(day, -back);
    const last = intervalsOf(calendar, earlier).at(-1);
    if (last) return momentOfDay(earlier, last.until, calendar.zone);
  }
  return momentOfDay(dayLater(day, 1), 0, calendar.zone);
}

/** A rank between two others; where they leave no room, such as behind the last one, it is behind the first. */
export function rankWithin(before: string | null, after: string | null): string {
  const [low, high] = [before, after].map((rank) => (rank !== null && isRank.test(rank) ? rank : null));
  return rankBetween(low ?? null, low && high && high <= low ? null : (high ?? null));
}

/** Ranks as tasks get them: of a number, or between two of those. */
const isRank = /^[a-zA-Z][0-9A-Za-z]{1,200}$/;

/** Whole per cent of work: `finished` is in minutes times per cent. 100 only if all of it is done. */
export const percentOf = (finished: number, all: number): number => Math.floor(finished / all);

const toDo: Condition = { field: "completedAt", op: "empty" };
const mine: Condition = { field: "owner", op: "anyOf", value: [mySelf] };
const byDay: Sort = { field: "dueOn", direction: "asc" };

/** The views of the list of tasks over all projects; those to be done begin with the ones that are due first. */
export const taskViews: readonly DeclaredView[] = [
  { key: "mine", label: "My tasks", filter: { conditions: [mine, toDo] }, sort: byDay },
  {
    key: "overdue",
    label: "Overdue",
    filter: { conditions: [toDo, { field: "dueOn", op: "before", value: "today" }] },
    sort: byDay,
  },
  {
    key: "coming",
    label: "Next 7 days",
    filter: { conditions: [toDo, { field: "dueOn", op: "is", value: "next 7 days" }] },
    sort: byDay,
  },
];
