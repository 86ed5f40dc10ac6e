import { describe, expect, test } from "vitest";
import type { Noun } from "@/lib/nouns/define";
import { contacts } from "@/modules/crm/contacts/fields";
import { naturalKeysOf } from "./natural-keys";
import type { BatchRecord, Columns } from "./rules";
import { WorkingSet } from "./working-set";

const keys = naturalKeysOf(contacts as unknown as Noun);

interface Person {
  name?: string;
  account?: string;
  emails?: string[];
  phones?: string[];
  title?: string;
  externalId?: string;
}

const entries = (values: readonly string[] = []) => values.map((value) => ({ value, type: "work" }));

const ann = (id: string, person: Person = {}): BatchRecord => {
  const { name = "Ann Lee", account = null, emails, phones, title = null, externalId } = person;
  const after: Columns = {
    name,
    accountId: account,
    emails: entries(emails),
    phones: entries(phones),
    title,
    ...(externalId ? { externalId, externalSource: "file" } : {}),
  };
  return { id, version: 1, isArchived: false, isNew: false, before: after, after, line: 0, more: undefined };
};

/** A record has all values of a row whose title it has, in these tests. */
const hasRow = ({ after }: BatchRecord, row: Columns) => row.title === undefined || row.title === after.title;

function meant(found: readonly BatchRecord[], row: Columns, joined: readonly string[] = []): string[] {
  const set = setOf(found, joined);
  return set.find(row).found.map(({ id }) => id);
}

const setOf = (found: readonly BatchRecord[], joined: readonly string[] = []) =>
  new WorkingSet(found, {
    keys,
    adds: () => false,
    namesakes: { isJoined: (name) => joined.includes(name), hasRow },
  });

const row = { name: "Ann Lee" };

describe("without an account", () => {
  test("an address or a number that agrees makes rows and records of one name the same person", () => {
    const found = [ann("a", { phones: ["+4930901820"] }), ann("b", { emails: ["ann@x.example"] })];
    expect(meant(found, { ...row, phones: "+49 30 901820" })).toEqual(["a"]);
    expect(meant(found, { ...row, emails: "ANN@x.example" })).toEqual(["b"]);
    expect(meant([ann("a", { account: "acme", phones: ["+4930901820"] })], { ...row, phones: "+4930901820" })).toEqual([
      "a",
    ]);
  });

  test("nothing else does: neither a name, nor a number of another name", () => {
    expect(meant([ann("a")], { ...row, emails: "ann@x.example" })).toEqual([]);
    expect(meant([ann("a")], { ...row, phones: "+4930901820" })).toEqual([]);
    expect(meant([ann("a", { phones: ["+4930901821"] })], { ...row, phones: "+4930901820" })).toEqual([]);
    expect(meant([ann("a", { name: "Bob", phones: ["+4930901820"] })], { ...row, phones: "+4930901820" })).toEqual([]);
    expect(meant([ann("a", { account: "acme" })], row)).toEqual([]);
    expect(meant([ann("a", { title: "Buyer" })], { ...row, title: "Chair" })).toEqual([]);
  });

  test("a row that says nothing new of a record is of this record; of several, of the one without addresses", () => {
    expect(meant([ann("a", { emails: ["ann@x.example"], title: "Buyer" })], { ...row, title: "Buyer" })).toEqual(["a"]);
    const two = [ann("a", { emails: ["ann@x.example"] }), ann("b", { emails: ["ann@y.example"] })];
    expect(meant(two, row)).toEqual(["a"]);
    expect(meant([...two, ann("c"), ann("d")], row)).toEqual(["c"]);
  });
});

describe("within an account", () => {
  const atAcme = { ...row, account: "acme" };

  test("the name is the key, unless an address, a number or an id contradicts", () => {
    const acme = (person: Person = {}) => [ann("a", { account: "acme", ...person })];
    expect(meant(acme({ title: "Buyer" }), { ...atAcme, title: "Chair" })).toEqual(["a"]);
    expect(meant(acme({ phones: ["+4930901821"] }), { ...atAcme, emails: "ann@x.example" })).toEqual(["a"]);
    expect(meant(acme({ emails: ["ann@y.example"] }), { ...atAcme, emails: "ann@x.example" })).toEqual([]);
    expect(meant(acme({ phones: ["+4930901821"] }), { ...atAcme, phones: "+4930901820" })).toEqual([]);
    expect(meant(acme({ externalId: "7" }), { ...atAcme, externalId: "8" })).toEqual([]);
  });

  test("one that agrees counts more than another that differs", () => {
    const person = ann("a", { account: "acme", emails: ["ann@y.example"], phones: ["+4930901820"] });
    const other = ann("b", { account: "acme" });
    expect(meant([other, person], { ...atAcme, emails: "ann@x.example", phones: "+4930901820" })).toEqual(["a"]);
  });

  test("a number without its country does not contradict the same one with it", () => {
    const found = [ann("a", { account: "acme", phones: ["+4930901820"] })];
    expect(meant(found, { ...atAcme, phones: "030 901820" })).toEqual(["a"]);
    expect(meant(found, { ...atAcme, phones: "030 901821" })).toEqual([]);
    expect(meant(found, { ...atAcme, phones: "91820" })).toEqual([]);
  });

  test("of several, a row means the one of which it says nothing new, else all of them", () => {
    const found = [ann("a", { account: "acme", title: "Buyer" }), ann("b", { account: "acme", title: "Chair" })];
    expect(meant(found, { ...atAcme, title: "Chair" })).toEqual(["b"]);
    expect(meant(found, { ...atAcme, title: "Clerk" })).toEqual(["a", "b"]);
  });
});

describe("a joined name", () => {
  const given = { ...row, emails: "ann@x.example" };

  test("is one person, whatever its addresses are: in its account, else in any", () => {
    const [here, atAcme] = [ann("a", { emails: ["ann@y.example"] }), ann("b", { account: "acme" })];
    expect(meant([here, atAcme], given, ["ann lee"])).toEqual(["a"]);
    expect(meant([atAcme], given, ["ann lee"])).toEqual(["b"]);
    expect(meant([atAcme], { ...given, account: "bolt" }, ["ann lee"])).toEqual([]);
    expect(meant([here], given, ["bob"])).toEqual([]);
  });

  test("of several people who exist is the one that has all values of the row, else nobody knows which", () => {
    const found = [ann("a", { title: "Buyer" }), ann("b", { title: "Chair" })];
    expect(meant(found, { ...row, title: "Chair" }, ["ann lee"])).toEqual(["b"]);
    expect(meant(found, { ...row, title: "Clerk" }, ["ann lee"])).toEqual(["a", "b"]);
    const fresh = found.map((one) => ({ ...one, isNew: true }));
    expect(meant(fresh, { ...row, title: "Clerk" }, ["ann lee"])).toEqual(["a"]);
  });
});

test("a text that is no number says nothing, and names are compared as records have them", () => {
  const found = [ann("a", { phones: ["on request"] }), ann("b", { phones: ["0000000"] })];
  expect(meant(found, { ...row, phones: "on request", title: "Chair" })).toEqual([]);
  expect(meant(found, { ...row, phones: "000 00 00", title: "Chair" })).toEqual([]);
  const called = [ann("c", { phones: ["+4930901820"] })];
  expect(meant(called, { name: "Lee, Ann", phones: "+49 30 901820" })).toEqual(["c"]);
  const parts = { name: "Dr. Ann Lee", firstName: "ANN", lastName: "Lee", phones: "+49 30 901820" };
  expect(meant(called, parts)).toEqual(["c"]);
});

test("namesakes are those that people would ask about: not in another account, nor with another id", () => {
  const found = [ann("a", { account: "acme" }), ann("b"), ann("c", { account: "bolt" }), ann("d", { name: "Bob" })];
  const of = (given: Columns) =>
    setOf(found)
      .namesakesOf(given)
      .map(({ id }) => id);
  expect(of(row)).toEqual(["a", "b", "c"]);
  expect(of({ ...row, account: "acme" })).toEqual(["a", "b"]);
  const withId = setOf([ann("a", { externalId: "7" }), ann("b")]);
  expect(withId.namesakesOf({ ...row, externalId: "8" }).map(({ id }) => id)).toEqual(["b"]);
});
