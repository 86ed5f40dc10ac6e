import { faker } from "@faker-js/faker";
import { expect, test } from "vitest";
import { checkedDoc } from "@/lib/rich-text/check";
import type { Target } from "./activity-firm";
import { noteOf } from "./activity-notes";
import * as sentences from "./activity-sentences";
import { type ActivityKind, generalSubjects, type Phase, subjectsOf } from "./activity-subjects";
import { slotsIn, slotsOf, written } from "./activity-words";

const target: Target = {
  account: { id: "019a0000-0000-7000-8000-000000000001", name: "Hill and Sons", city: "Leeds" },
  contact: { id: "019a0000-0000-7000-8000-000000000002", name: "Ann Field", first: "Ann" },
  sale: { id: "019a0000-0000-7000-8000-000000000003", product: "Cloud migration", amount: 42_000, currency: "EUR" },
};
const slots = slotsOf(target, "2026-11-20", "Bob Hill");
const nobody = slotsOf({ account: null, contact: null, sale: null }, "2026-11-20", "Bob Hill");

const all = Object.values(sentences)
  .filter((one) => typeof one === "object")
  .flatMap((one) => Object.values(one).flat());

/** The sentences from which notes are made, as many notes show them. */
function noteSentences(): string[] {
  faker.seed(1);
  const found = new Set<string>();
  const pick = <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]);
  const some = <T>(list: readonly T[], count: number): T[] => faker.helpers.arrayElements(list as T[], count);
  const words = (template: string) => {
    found.add(template);
    return [];
  };
  for (const season of ["early", "middle", "late", "customer"] as const)
    for (let nth = 0; nth < 500; nth++) noteOf(season, { words, pick, some });
  return [...found];
}

test("there are many sentences, each once", () => {
  const known = [...all, ...noteSentences().filter((one) => !all.includes(one))];
  expect(known.length).toBeGreaterThan(200);
  expect(new Set(known).size).toBe(known.length);
});

test("each slot of a sentence and a subject has words", () => {
  const kinds: ActivityKind[] = ["call", "email", "meeting", "demo", "task", "note", "sms", "proposal", "contract"];
  const phases: Phase[] = ["prospect", "first", "needs", "offer", "closing", "after", "renewal", "care"];
  const subjects = kinds.flatMap((kind) => phases.flatMap((phase) => subjectsOf(kind, phase)));
  expect(subjects.every((subject) => subject.length > 0)).toBe(true);
  for (const template of [...subjects, ...generalSubjects, ...all, ...noteSentences()])
    for (const name of slotsIn(template)) expect(slots[name]?.(), template).toBeTruthy();
});

test("a text about nobody names nobody, and a subject begins with a capital letter", () => {
  faker.seed(1);
  expect(written(["Call {first}", "{product} for {account}"], nobody)).toBeNull();
  expect(written(["Call {first}", "Review of the week"], nobody)).toBe("Review of the week");
  expect(written(["{product} for {account}"], slots)).toBe("Cloud migration for Hill and Sons");
});

test("notes are documents of the schema in several hands, with mentions", () => {
  faker.seed(1);
  const mention = { type: "mention", attrs: { entity: "account", id: target.account?.id } };
  const writer = {
    words: (template: string) => [{ type: "text", text: template }, mention],
    pick: <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]),
    some: <T>(list: readonly T[], count: number): T[] => faker.helpers.arrayElements(list as T[], count),
  };
  const docs = Array.from({ length: 300 }, () => noteOf("middle", writer));
  for (const doc of docs) expect(checkedDoc(doc)).toEqual(doc);
  const forms = new Set(docs.map(({ content }) => content?.map(({ type }) => type).join(" ")));
  expect(forms.size).toBeGreaterThan(5);
});
