import { faker } from "@faker-js/faker";
import { beforeAll, expect, test } from "vitest";
import { checkedDoc } from "@/lib/rich-text/check";
import { localDay, weekdayOf } from "@/lib/working-time";
import { isOver, momentOf, settledTimes } from "@/modules/crm/activities/rules";
import { firstOutcomes } from "@/modules/crm/activity-outcomes/rules";
import type { ActivityFirm, Customer, Deal } from "./activity-firm";
import { plansOf } from "./activity-plans";
import { type ActivityRow, rowOf } from "./activity-rows";

const zone = "America/Chicago";
const now = new Date("2026-11-25T20:00:00Z");
const uuid = (kind: number, place: number) => `019a0000-000${kind}-7000-8000-${String(place).padStart(12, "0")}`;
const members = Array.from({ length: 12 }, (_, place) => ({ id: uuid(1, place), name: `Member ${place}` }));
const owner = (place: number) => members[place % members.length]?.id ?? "";

const accounts: Customer[] = Array.from({ length: 40 }, (_, place) => ({
  id: uuid(2, place),
  name: `Company ${place}`,
  city: place % 5 === 0 ? null : "Leeds",
  type: ["customer", "prospect", "partner"][place % 3] ?? "",
  ownerId: owner(place),
  people: Array.from({ length: place % 4 }, (_unused, nth) => ({
    ...{ id: uuid(3, place * 10 + nth), name: `Ann Field ${nth}`, first: "Ann" },
  })),
}));
const stages = ["lead", "qualified", "proposal", "negotiation"];
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const deals: Deal[] = Array.from({ length: 1_000 }, (_, place) => {
  const account = place % 10 === 0 ? null : (accounts[place % accounts.length] ?? null);
  const begin = 5 + (place % 400);
  const status = (["won", "lost", "open"] as const)[place % 3] ?? "open";
  const way = stages.slice(0, 1 + (place % 4)).map((stageId, nth) => ({ stageId, at: ago(begin - nth) }));
  return {
    ...{ id: uuid(4, place), name: "Cloud migration, 2 units", status, pipelineId: "sales", amount: 42_000 },
    ...{ currency: "EUR", accountId: account?.id ?? null, ownerId: owner(place) },
    contactIds: account?.people.slice(0, 1).map(({ id }) => id) ?? [],
    stays: status === "open" ? way : [...way, { stageId: status, at: ago(begin - 4) }],
  };
});
const firm: ActivityFirm = {
  ...{ now, zone, members, deals, renewalIds: new Set() },
  accounts: new Map(accounts.map((one) => [one.id, one])),
  progress: new Map(stages.map((id, place) => [id, place / stages.length])),
  outcomes: new Map(firstOutcomes.map(({ name }) => [name, name])),
};

let rows: ActivityRow[];
beforeAll(() => {
  rows = rowsOf(1);
});
function rowsOf(seed: number): ActivityRow[] {
  faker.seed(seed);
  return plansOf(firm, 6_000).map((plan) => rowOf(plan, firm));
}
const share = (test: (row: ActivityRow) => boolean) => rows.filter(test).length / rows.length;

test("there are as many as asked for, of all types in usual shares", () => {
  expect(rows).toHaveLength(6_000);
  const shares: [string[], number, number][] = [
    [["call"], 0.3, 0.4],
    [["email"], 0.25, 0.34],
    [["meeting", "demo"], 0.12, 0.24],
    [["note"], 0.09, 0.14],
    [["task", "sms", "linkedin", "chat", "proposal", "contract"], 0.06, 0.14],
  ];
  for (const [kinds, least, most] of shares) {
    const found = share(({ kind }) => kinds.includes(kind));
    expect(found, kinds.join()).toBeGreaterThan(least);
    expect(found, kinds.join()).toBeLessThan(most);
  }
});

test("the same seed and moment make the same ones", () => {
  const facts = ({ id: _, ...row }: ActivityRow) => row;
  expect(rowsOf(1).map(facts)).toEqual(rows.map(facts));
});

test("times, moments and states follow the rules of activities", () => {
  for (const row of rows) {
    const { startsAt, endsAt, dueOn, duration, completedAt, createdAt, updatedAt, status } = row;
    const times = { startsAt, endsAt, dueOn, duration };
    expect(settledTimes(times, new Set())).toEqual(times);
    expect(row.at).toEqual(momentOf({ startsAt, dueOn, completedAt }, zone));
    expect(completedAt !== null, row.kind).toBe(status === "completed");
    if (isOver(status)) expect(row.at <= now, `${row.kind} ${status}`).toBe(true);
    if (completedAt) expect(completedAt <= now).toBe(true);
    if (completedAt) expect(createdAt <= completedAt).toBe(true);
    expect(createdAt <= updatedAt && updatedAt <= now).toBe(true);
    if (startsAt) expect(weekdayOf(localDay(startsAt, zone))).toBeLessThan(6);
  }
});

test("links lead to one account, with its people and its opportunities", () => {
  const places = new Map<string, string | null>([
    ...accounts.flatMap(({ id, people }) => [[id, id] as const, ...people.map((one) => [one.id, id] as const)]),
    ...deals.map(({ id, accountId }) => [id, accountId] as const),
  ]);
  for (const { links } of rows) {
    expect(new Set(links.map(({ id }) => id)).size).toBe(links.length);
    expect(new Set(links.map(({ id }) => places.get(id))).size).toBeLessThan(2);
  }
  expect(share(({ links }) => links.length === 0)).toBeLessThan(0.08);
  expect(share(({ links }) => links.some(({ entity }) => entity === "opportunity"))).toBeGreaterThan(0.4);
});

test("outcomes are those of the type, and what did not take place has a reason", () => {
  const kindsOf = new Map(firstOutcomes.map(({ name, kinds }) => [name, kinds]));
  for (const { outcomeId, kind, status, outcomeNote } of rows) {
    if (outcomeId) expect(kindsOf.get(outcomeId)).toContain(kind);
    if (status === "cancelled" || status === "no_show") expect(outcomeNote).not.toBeNull();
    if (status !== "completed") expect(outcomeId).toBeNull();
  }
});

test("texts are rarely the same, and formatted ones are documents of the schema", () => {
  const texts = rows.map(({ name, description, outcomeNote }) => [name, description, outcomeNote].join("|"));
  expect(new Set(texts).size / rows.length).toBeGreaterThan(0.6);
  for (const text of texts) expect(text).not.toMatch(/[{}]|undefined|null|@member|@contact|@record/);
  const docs = rows.flatMap(({ doc }) => doc ?? []);
  expect(docs.length).toBeGreaterThan(500);
  for (const doc of docs) expect(checkedDoc(doc)).toEqual(doc);
  expect(share(({ mentions }) => mentions.length > 0)).toBeGreaterThan(0.05);
});

test("each member has plans, some is overdue, and the founder has a full day", () => {
  const open = rows.filter(({ status }) => !isOver(status));
  expect(new Set(open.map(({ ownerId }) => ownerId)).size).toBe(members.length);
  const today = localDay(now, zone);
  const late = open.filter(({ at }) => localDay(at, zone) < today);
  expect(late.length).toBeGreaterThan(8);
  expect(late.length).toBeLessThan(20);
  const day = rows.filter(
    ({ ownerId, startsAt }) => ownerId === owner(0) && startsAt && localDay(startsAt, zone) === today,
  );
  expect(day.length).toBeGreaterThanOrEqual(5);
  expect(rows.some(({ reschedules }) => reschedules > 0)).toBe(true);
});
