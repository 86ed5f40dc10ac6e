import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { daysBegun } from "@/lib/mornings";
import { dayLater, momentOfDay } from "@/lib/working-time";
import { remind, remindersDue } from "@/modules/crm/opportunities/operations/remind";
import { forgetNotifications } from "@/modules/platform/history/notifications/jobs";
import { heldUntil, hoursOf } from "@/modules/platform/history/notifications/mails/operations/hours";
import { snoozeTimes } from "@/modules/platform/history/notifications/rules";
import { workingCalendars } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { type GoldenCase, goldenOf, minutesOf, second } from "./golden-times";
import { setHours } from "./working-hours";

/** Days after which an opportunity rots in the stage of these tests. */
const rotDays = 10;

let workspace: TestWorkspace;
let system: Ctx;
let bo: TestMember;
let stage: { id: string; pipelineId: string };
beforeAll(async () => {
  workspace = await testWorkspace();
  system = workspace.system;
  bo = await workspace.join("member");
  const named = { name: "Golden", nameKey: "golden", position: 0 };
  const { id: pipelineId } = await system.db.pipeline.create({ data: named, select: { id: true } });
  const data = { ...named, pipelineId, type: "open", probability: 10, color: 1, rotDays };
  const { id } = await system.db.stage.create({ data, select: { id: true } });
  stage = { id, pipelineId };
});

interface Week {
  days: number[];
  from: number;
  until: number;
}

/** Days, beginning and end of work, as `12345 9:00 17:00` writes them. */
function weekOf(text: string): Week {
  const [days = "", from = "", until = ""] = text.split(" ");
  return { days: [...days].map(Number), from: minutesOf(from), until: minutesOf(until) };
}

/** Sets the member's working hours with the operation of the settings. */
async function works(zone: string, { days, from, until }: Week): Promise<void> {
  const hours = { timeZone: zone, quiet: true, days, fromMinute: from, untilMinute: until };
  await setHours(await workspace.as(bo), hours);
}

/** When mail that is ready at this moment is sent. */
const goesAt = async (moment: Date) => second(heldUntil(await hoursOf(system, bo.id), moment));

/** The working day for which the reminders are due at this moment. */
async function dueAt(moment: Date): Promise<string[]> {
  const calendars = (await workingCalendars(system)).map(({ calendar }) => calendar);
  return [...daysBegun(calendars, moment).values()];
}

/** When the job of the reminders is asked next after this moment. */
const asksNext = async (moment: Date) => (await remindersDue(system, moment)).next;

const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

describe("working hours", () => {
  test.each(goldenOf("work"))("in $zone ($by) hold mail of $at until $expected: $why", async (row) => {
    await works(row.zone, weekOf(row.by));
    const [moment, begins] = [new Date(row.at), new Date(row.expected)];
    expect(await goesAt(moment)).toBe(row.expected);
    expect(await dueAt(moment)).toEqual(row.atWork === "yes" ? [row.dayThere] : []);
    expect(await dueAt(begins)).toEqual([row.dayThere]);
    if (row.atWork === "no") {
      expect(await goesAt(justBefore(begins))).toBe(row.expected);
      expect(await dueAt(justBefore(begins))).toEqual([]);
      expect(await asksNext(justBefore(begins))).toEqual(begins);
    }
  });

  /** Work on that day alone: from its hour to midnight, or all day if the hour is the day's end. */
  const dayOf = ({ at, by }: GoldenCase): Week => ({
    days: [new Date(`${at}T00:00:00Z`).getUTCDay() || 7],
    from: by === "24:00" ? 0 : minutesOf(by),
    until: 1440,
  });
  // The settings offer no start later than 23:55; a day that a zone skipped has no hours.
  const begin = goldenOf("reach").filter(({ at, by, dayThere }) => dayThere === at && minutesOf(by) <= 1435);
  const end = goldenOf("reach").filter(({ by }) => by === "24:00");

  test("are tried at two hundred moments and more", () => {
    expect(goldenOf("work").length + begin.length + end.length).toBeGreaterThanOrEqual(200);
  });

  test.each(begin)("of $at that begin at $by in $zone begin at $expected: $why", async (row) => {
    await works(row.zone, dayOf(row));
    const begins = new Date(row.expected);
    expect([await goesAt(justBefore(begins)), await goesAt(begins)]).toEqual([row.expected, row.expected]);
    expect([await dueAt(justBefore(begins)), await dueAt(begins)]).toEqual([[], [row.at]]);
  });

  test.each(end)("of $at end in $zone at $expected: $why", async (row) => {
    await works(row.zone, dayOf(row));
    const ends = new Date(row.expected);
    expect([await dueAt(justBefore(ends)), await dueAt(ends)]).toEqual([[row.at], []]);
    expect(await goesAt(justBefore(ends))).toBe(second(justBefore(ends)));
  });
});

describe("the sweep of a working day", () => {
  const atWork = goldenOf("work").map((row) => ({ ...row, began: row.expected }));

  test.each(atWork)("of $dayThere in $zone at $began tells of the right opportunities: $why", async (row) => {
    await works(row.zone, weekOf(row.by));
    const now = new Date(row.began);
    const [touched, stale] = [new Date(row.untouchedSince), new Date(row.noNewsBefore)];
    const later = (moment: Date) => new Date(moment.getTime() + 1);
    const ids = await opportunities(now, {
      "closes the day before": { expectedCloseDate: row.dayBefore },
      "closes today": { expectedCloseDate: row.dayThere },
      "closes in a week": { expectedCloseDate: row.weekLater },
      "closes in eight days": { expectedCloseDate: row.eighthDay },
      "begins to rot": { touchedAt: touched },
      "begins to rot a moment later": { touchedAt: later(touched) },
      "has rotted for a week": { touchedAt: stale },
      "has rotted for almost a week": { touchedAt: later(stale) },
    });
    const [slot] = (await remindersDue(system, now)).slots;
    const sweep = await system.db.sweep.create({ data: { job: randomUUID(), slot: slot ?? "" }, select: { id: true } });
    await remind(system, sweep.id, now);
    const notified = await system.db.recordReminder.findMany({
      where: { memberId: bo.id },
      select: { recordId: true },
    });
    await system.db.opportunity.deleteMany({ where: { ownerId: bo.id } });
    expect(notified.map(({ recordId }) => ids.get(recordId)).sort()).toEqual([
      "begins to rot",
      "closes in a week",
      "closes today",
      "has rotted for almost a week",
    ]);
  });

  type Facts = { expectedCloseDate: string } | { touchedAt: Date };

  /** Open opportunities of the member, by what is said of them; nothing else is near for any. */
  async function opportunities(now: Date, wanted: Record<string, Facts>): Promise<Map<string, string>> {
    const named = Object.entries(wanted).map(([name, facts], index) => ({
      id: randomUUID(),
      name,
      nameKey: name,
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      ownerId: bo.id,
      status: "open",
      rank: `a${index}`,
      currency: "USD",
      stageEnteredAt: now,
      touchedAt: now,
      ...("touchedAt" in facts ? facts : { expectedCloseDate: new Date(facts.expectedCloseDate) }),
    }));
    await system.db.opportunity.createMany({ data: named });
    return new Map(named.map(({ id, name }) => [id, name]));
  }
});

describe("by the calendar of a zone", () => {
  test.each(goldenOf("day"))(
    "old notifications go after three of $expected in $zone, at $at: $pastThree",
    async (row) => {
      const ctx = { ...system, tenant: { ...system.tenant, timeZone: row.zone } };
      const { slots, next } = (await forgetNotifications.due?.(ctx, new Date(row.at))) ?? {};
      // Nothing is old: it is looked for again at three of this day, or of that day a week later.
      const day = row.pastThree === "yes" ? dayLater(row.expected, 7) : row.expected;
      expect([slots, next]).toEqual([[], momentOfDay(day, 3 * 60, row.zone)]);
    },
  );

  test.each(goldenOf("day"))("what is snoozed at $at in $zone comes back at nine", (row) => {
    const now = new Date(row.at);
    const times = snoozeTimes(now, row.zone).map(({ until }) => second(new Date(until)));
    expect(times.slice(1)).toEqual([row.tomorrowAtNine, row.mondayAtNine]);
  });
});
