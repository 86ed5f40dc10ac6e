import { faker } from "@faker-js/faker";
import { groupBy } from "@/lib/group-by";
import type { Calendar, Slot } from "./activity-calendar";
import { phaseIn, targetOf } from "./activity-choices";
import type { ActivityFirm, Deal } from "./activity-firm";
import type { ActivityPlan, ActivityStatus } from "./activity-rows";
import type { ActivityKind } from "./activity-subjects";
import { chance, pick, whole } from "./activity-words";

const planned = 400;
const overdue = 60;
const nextKinds: readonly { value: ActivityKind; weight: number }[] = [
  { value: "call", weight: 36 },
  { value: "meeting", weight: 21 },
  { value: "demo", weight: 13 },
  { value: "task", weight: 20 },
  { value: "email", weight: 6 },
  { value: "proposal", weight: 3 },
  { value: "contract", weight: 1 },
];
/** The days of those who sign in with the documented addresses: minutes of the day, and what they do then. */
const fullDays: readonly (readonly (readonly [minute: number, kind: ActivityKind])[])[] = [
  [
    [8 * 60 + 30, "call"],
    [9 * 60 + 30, "meeting"],
    [11 * 60, "call"],
    [13 * 60, "demo"],
    [14 * 60 + 30, "call"],
    [15 * 60 + 30, "meeting"],
    [17 * 60, "task"],
  ],
  [
    [9 * 60, "call"],
    [10 * 60, "demo"],
    [11 * 60 + 30, "call"],
    [14 * 60, "meeting"],
    [16 * 60, "task"],
  ],
  [
    [8 * 60 + 45, "task"],
    [9 * 60 + 15, "call"],
    [10 * 60 + 30, "meeting"],
    [13 * 60 + 30, "call"],
    [15 * 60, "demo"],
    [16 * 60 + 30, "call"],
  ],
];

/** The plans from today for three weeks, overdue ones, and the day of the members who sign in. */
export function upcomingPlans(firm: ActivityFirm, calendar: Calendar, share: number): ActivityPlan[] {
  const { members } = firm;
  const deals = firm.deals.filter(({ status }) => status === "open");
  if (members.length === 0 || deals.length === 0) return [];
  const byOwner = groupBy(deals, ({ ownerId }) => ownerId);
  const planFor = (place: number, slot: Slot, kind: ActivityKind, status: ActivityStatus) => {
    const ownerId = members[place % members.length]?.id ?? "";
    return planOf(pick(byOwner.get(ownerId) ?? deals), firm, { slot, kind, status, ownerId });
  };
  const next = (place: number) =>
    planFor(place, calendar.ahead(daysAhead()), faker.helpers.weightedArrayElement([...nextKinds]), "planned");
  const late = (place: number) => {
    const day = calendar.ago(whole(1, 16));
    const slot = { day, at: calendar.at(day, pick([9, 10, 11, 14, 15]) * 60) };
    return planFor(
      place,
      slot,
      pick(["task", "task", "task", "call", "email"]),
      chance(0.25) ? "in_progress" : "planned",
    );
  };
  const today = fullDays.flatMap((day, place) => (place < members.length ? dayOf(day, place, calendar, planFor) : []));
  return [
    ...Array.from({ length: Math.round(planned * share) }, (_, place) => next(place)),
    ...Array.from({ length: Math.round(overdue * share) }, (_, place) => late(place)),
    ...today,
  ];
}

/** Soon more than later: a third within two days. */
const daysAhead = () => (chance(0.35) ? whole(0, 2) : whole(3, 21));

type PlanFor = (place: number, slot: Slot, kind: ActivityKind, status: ActivityStatus) => ActivityPlan;

/** The day of a member: earlier appointments took place, the later ones are planned. */
function dayOf(
  day: (typeof fullDays)[number],
  place: number,
  { today, now, at }: Calendar,
  planFor: PlanFor,
): ActivityPlan[] {
  return day.map(([minute, kind]) => {
    const slot = { day: today, at: at(today, minute) };
    const isOver = slot.at.getTime() + 125 * 60_000 < now.getTime();
    return planFor(place, slot, kind, isOver && kind !== "task" ? "completed" : "planned");
  });
}

interface Next {
  slot: Slot;
  kind: ActivityKind;
  status: ActivityStatus;
  ownerId: string;
}

/** The next step of an open sale. */
function planOf(deal: Deal, firm: ActivityFirm, { slot, kind, status, ownerId }: Next): ActivityPlan {
  const stageId = deal.stays.at(-1)?.stageId ?? "";
  return { kind, phase: phaseIn(deal, stageId, firm), status, ...slot, ownerId, target: targetOf(deal, firm) };
}
