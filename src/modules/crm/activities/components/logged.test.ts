import { expect, test } from "vitest";
import { activityKinds as typedKinds } from "@/lib/quick-log/quick-log";
import { readQuickLog } from "@/lib/quick-log/read-quick-log";
import { activityKinds } from "../../activity-outcomes/fields";
import { type LogChoices, logInputOf, offerText, readAs } from "./logged";

const now = new Date("2026-11-24T15:00:00.000Z");
const none: LogChoices = { kind: null, isDone: null, without: new Set(), about: [], slot: null };
const line = (text: string) => readQuickLog(text, { zone: "America/Chicago", now, clock: 12, order: "mdy" });
const about = [{ entity: "contact", id: "c1", name: "Ana" }];

test("a line with a follow-up makes two activities on the same record", () => {
  const all = readAs(line("Called Ana about the contract, send draft tomorrow 3pm"), none);
  expect(logInputOf(all, { about, slot: null }, "She agrees.")).toEqual([
    {
      name: "Called Ana about the contract",
      kind: "call",
      status: "completed",
      about: [{ entity: "contact", id: "c1" }],
      description: "She agrees.",
    },
    {
      name: "Send draft",
      kind: "task",
      status: "planned",
      about: [{ entity: "contact", id: "c1" }],
      startsAt: "2026-11-25T21:00:00.000Z",
    },
  ]);
});

test("a follow-up that was taken away is not made", () => {
  const all = readAs(line("Called Ana, send draft tomorrow 3pm"), { ...none, without: new Set([0]) });
  expect(all).toHaveLength(1);
});

test("a choice counts more than the line, and a day alone is a due day", () => {
  const [one] = readAs(line("Ana and the contract Friday"), { ...none, kind: "meeting", isDone: false });
  expect(logInputOf([one], none, "")).toMatchObject([{ kind: "meeting", status: "planned", dueOn: "2026-11-27" }]);
});

test("words alone are a note that is done, and a task alone is planned", () => {
  expect(readAs(line("likes tea"), none)).toMatchObject([{ kind: "note", isDone: true }]);
  expect(readAs(line("the draft"), { ...none, kind: "task" })).toMatchObject([{ kind: "task", isDone: false }]);
});

test("where somebody plans, the line says the type, and nothing was done unless it says so", () => {
  const plans = { ...none, plans: true };
  expect(readAs(line("call Konex tomorrow 9am"), plans)).toMatchObject([{ kind: "call", isDone: false }]);
  expect(readAs(line("call Konex"), plans)).toMatchObject([{ kind: "call", isDone: false }]);
  expect(readAs(line("the draft"), plans)).toMatchObject([{ kind: "task", isDone: false }]);
  expect(readAs(line("called Konex"), plans)).toMatchObject([{ kind: "call", isDone: true }]);
});

const half = { day: "2026-11-25", minute: 690, at: new Date("2026-11-25T17:30:00.000Z") };

test("a time that was chosen in a calendar holds until the line names another one", () => {
  const slot = { when: half, duration: 30, isPast: false, ownerId: "m1" };
  const read = (text: string) => logInputOf(readAs(line(text), { ...none, slot }), { about: [], slot }, "");
  expect(read("Walk through the quote")).toEqual([
    {
      name: "Walk through the quote",
      kind: "meeting",
      status: "planned",
      about: [],
      ownerId: "m1",
      startsAt: half.at.toISOString(),
      duration: 30,
    },
  ]);
  expect(read("call Priya Friday 3pm")).toMatchObject([{ kind: "call", startsAt: "2026-11-27T21:00:00.000Z" }]);
});

test("what is typed for a time that has passed was done, and a day alone is for a task", () => {
  const slot = { when: { ...half, minute: null, at: null }, duration: null, isPast: false, ownerId: null };
  expect(readAs(line("Send the draft"), { ...none, slot })).toMatchObject([{ kind: "task", isDone: false }]);
  const past = { when: half, duration: 30, isPast: true, ownerId: null };
  expect(readAs(line("Weekly round"), { ...none, slot: past })).toMatchObject([{ kind: "meeting", isDone: true }]);
});

test("typed lines know the types of activities", () => {
  expect([...typedKinds].sort()).toEqual(activityKinds.map(({ value }) => value).sort());
});

test("contacts of one name are offered with their accounts, which tell them apart", () => {
  const ana = { name: "Ana Núñez", jobTitle: "Director" };
  expect(offerText({ ...ana, account: { name: "Acme" } })).toBe("Link Ana Núñez, Acme");
  expect(offerText({ ...ana, account: null })).toBe("Link Ana Núñez, Director");
});
