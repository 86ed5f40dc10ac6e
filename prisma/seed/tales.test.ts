import { faker } from "@faker-js/faker";
import { expect, test } from "vitest";
import { type Firm, type Sale, type Tale, taleOf } from "./tales";

const now = new Date("2026-11-22T17:00:00Z");
const stages = ["lead", "qualified", "proposal"].map((id) => ({ id, type: "open" }));
const firm: Firm = {
  stages: new Map([["sales", [...stages, { id: "won", type: "won" }, { id: "lost", type: "lost" }]]]),
  lossReasons: new Map([["sales", new Map([["Price too high", "price"]])]]),
  competitorIds: ["rival"],
  ownerIds: ["ann", "bob"],
  now,
};
const sale = (more: Partial<Sale>): Sale => ({
  id: "sale",
  status: "open",
  pipelineId: "sales",
  stageId: "proposal",
  accountId: null,
  ownerId: "ann",
  amountMinor: 1_200_000n,
  currency: "EUR",
  expectedCloseDate: new Date("2027-01-20"),
  startedAt: new Date("2026-11-10T06:00:00Z"),
  enteredAt: new Date("2026-11-10T06:00:00Z"),
  ...more,
});
const closed = (status: "won" | "lost") =>
  sale({ status, stageId: status, expectedCloseDate: null, startedAt: new Date("2026-08-03T05:00:00Z") });

/** The tales of many opportunities like this one. */
function tales(of: Sale): Tale[] {
  faker.seed(1);
  return Array.from({ length: 600 }, () => taleOf(of, firm));
}
const all = () => [sale({}), closed("won"), closed("lost")].flatMap(tales);

test("stays follow each other without a gap, up to the stage and the time of the import", () => {
  for (const { sale: of, stays } of all().filter((tale) => tale.stays.length > 0)) {
    expect(stays.at(-1)).toMatchObject({ stageId: of.stageId, enteredAt: of.enteredAt, leftAt: null });
    expect(stays.slice(0, -1).map(({ leftAt }) => leftAt)).toEqual(stays.slice(1).map(({ enteredAt }) => enteredAt));
    for (const { enteredAt, leftAt } of stays) if (leftAt) expect(leftAt >= enteredAt).toBe(true);
  }
});

test("nothing happens in the future or before the beginning", () => {
  for (const { sale: of, stays, events } of all())
    for (const { at } of events) expect(at >= (stays[0]?.enteredAt ?? of.startedAt) && at <= now).toBe(true);
});

test("each push of a close date goes on from the one before, up to the present date", () => {
  const pushed = all().filter(({ closeDatePushes }) => closeDatePushes > 0);
  expect(pushed.length).toBeGreaterThan(100);
  for (const { events, expectedCloseDate, closeDatePushes } of pushed) {
    const pushes = events.filter(({ after }) => "closeDatePushes" in after) as unknown as Push[];
    expect(pushes.map(({ after }) => after.closeDatePushes)).toEqual(
      Array.from({ length: closeDatePushes }, (_, place) => place + 1),
    );
    const dates = [pushes[0]?.before.expectedCloseDate, ...pushes.map(({ after }) => after.expectedCloseDate)];
    expect(dates).toEqual(dates.toSorted());
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates.at(-1)).toBe(expectedCloseDate?.toISOString());
  }
});
interface Push {
  before: { expectedCloseDate: string };
  after: { expectedCloseDate: string; closeDatePushes: number };
}

test("some are reopened and some go back, and each lost one has a reason", () => {
  const moves = all().flatMap(({ events }) => events.map(({ name }) => name));
  expect(moves).toContain("opportunity.reopened");
  expect(moves).toContain("opportunity.stageChanged");
  expect(tales(closed("lost")).every(({ lossReasonId }) => lossReasonId === "price")).toBe(true);
  expect(tales(closed("won")).every(({ lossReasonId }) => lossReasonId === null)).toBe(true);
});
