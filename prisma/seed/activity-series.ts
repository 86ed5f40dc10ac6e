import { dayLater, weekdayOf } from "@/lib/working-time";
import type { Calendar } from "./activity-calendar";
import { ownerOf, someone, statusOf } from "./activity-choices";
import type { ActivityFirm, Customer, Target } from "./activity-firm";
import type { ActivityPlan, ActivityStatus } from "./activity-rows";
import type { ActivityKind } from "./activity-subjects";
import { pick, whole } from "./activity-words";

/** A series of the same activity every so many weeks. */
interface Series {
  name: string;
  kind: ActivityKind;
  weeks: number;
  minute: number;
  /** Monday 1 to Friday 5. */
  weekday: number;
  ownerId: string;
  target: Target;
  participantIds?: readonly string[];
}

const weeksBack = 104;
const weeksAhead = 3;
const nobody: Target = { account: null, contact: null, sale: null };

/** Recurring activities of two years: the weekly meeting of the team, monthly calls and quarterly reviews with customers. */
export function recurringPlans(firm: ActivityFirm, calendar: Calendar, customers: number): ActivityPlan[] {
  const known = [...firm.accounts.values()].filter(({ type }) => type === "customer");
  const monthly = known.slice(0, customers).map((one) => callsWith(one, firm));
  const quarterly = known.slice(customers, customers * 2).map((one) => reviewsWith(one, firm));
  return [...teamMeetings(firm), ...monthly, ...quarterly].flatMap((series) => datesOf(series, calendar));
}

function teamMeetings({ members }: ActivityFirm): Series[] {
  const [host, ...others] = members;
  if (!host) return [];
  const participantIds = others.slice(0, 9).map(({ id }) => id);
  const shared = { kind: "meeting", ownerId: host.id, target: nobody, participantIds } as const;
  return [
    { ...shared, name: "Weekly pipeline review", weeks: 1, weekday: 1, minute: 9 * 60 },
    { ...shared, name: "Forecast for the month", weeks: 4, weekday: 4, minute: 16 * 60 },
  ];
}

function seriesWith(customer: Customer, firm: ActivityFirm) {
  const ownerId = ownerOf(customer.ownerId, firm) ?? "";
  const target = { account: customer, contact: someone(customer), sale: null };
  return { ownerId, target, weekday: whole(2, 5), minute: pick([9, 10, 11, 13, 14, 15]) * 60 };
}

const callsWith = (customer: Customer, firm: ActivityFirm): Series => ({
  ...seriesWith(customer, firm),
  ...{ name: `Monthly call with ${customer.name}`, kind: "call", weeks: 4 },
});

const reviewsWith = (customer: Customer, firm: ActivityFirm): Series => ({
  ...seriesWith(customer, firm),
  ...{ name: `Quarterly review with ${customer.name}`, kind: "meeting", weeks: 13 },
});

/** The dates of a series from two years ago until three weeks from today. */
function datesOf(series: Series, { now, today, at }: Calendar): ActivityPlan[] {
  const { name, kind, weeks, minute, weekday, ownerId, target, participantIds } = series;
  const first = dayLater(today, weekday - weekdayOf(today) - (weeksBack - whole(0, weeks - 1)) * 7);
  const count = Math.ceil((weeksBack + weeksAhead) / weeks) + 1;
  const days = Array.from({ length: count }, (_, nth) => dayLater(first, nth * weeks * 7));
  const last = dayLater(today, weeksAhead * 7);
  return days
    .filter((day) => day <= last)
    .map((day): ActivityPlan => {
      const moment = at(day, minute);
      const isOver = moment.getTime() + 125 * 60_000 < now.getTime();
      const status: ActivityStatus = isOver ? statusOf(kind) : "planned";
      const people = participantIds ? { participantIds } : {};
      return { kind, phase: "care", status, day, at: moment, ownerId, target, name, ...people };
    });
}
