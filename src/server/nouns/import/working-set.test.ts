import { describe, expect, test } from "vitest";
import type { Noun } from "@/lib/nouns/define";
import { accounts } from "@/modules/crm/accounts/fields";
import { naturalKeysOf } from "./natural-keys";
import type { BatchRecord, Columns } from "./rules";
import { WorkingSet } from "./working-set";

const keys = naturalKeysOf(accounts as unknown as Noun);

const known = (id: string, after: Columns, isArchived = false): BatchRecord => ({
  id,
  version: 1,
  isArchived,
  isNew: false,
  before: after,
  after,
  line: 0,
  more: undefined,
});
const setOf = (...found: BatchRecord[]) => new WorkingSet(found, { keys, adds: (more) => more === "added" });
const idsFor = (set: WorkingSet, row: Columns) => set.find(row).found.map(({ id }) => id);

describe("a row means", () => {
  test("the record of its best key, however the texts are written", () => {
    const set = setOf(known("a", { name: "Acme", domain: "acme.example" }), known("b", { name: "Bolt", domain: null }));
    expect(idsFor(set, { name: "Other", domain: "ACME.example" })).toEqual(["a"]);
    expect(idsFor(set, { name: " bolt " })).toEqual(["b"]);
    expect(idsFor(set, { name: "Crux" })).toEqual([]);
  });

  test("the record of its own id before any other key, whatever it is called now", () => {
    const set = setOf(known("a", { name: "Acme", domain: "acme.example" }), known("b", { name: "Bolt", domain: null }));
    expect(idsFor(set, { id: "b", name: "Acme", domain: null })).toEqual(["b"]);
    expect(idsFor(set, { id: "b", name: "Bolt", domain: "acme.example" })).toEqual(["b"]);
  });

  test("no record of its name that has another domain, and one that has none", () => {
    const set = setOf(known("a", { name: "Acme", domain: "acme.example" }), known("b", { name: "Acme", domain: null }));
    expect(idsFor(set, { name: "Acme", domain: "other.example" })).toEqual(["b"]);
  });

  test("an archived record only where no other has its key", () => {
    const archived = known("a", { name: "Acme", domain: null }, true);
    expect(idsFor(setOf(archived), { name: "Acme" })).toEqual(["a"]);
    expect(idsFor(setOf(archived, known("b", { name: "acme", domain: null })), { name: "Acme" })).toEqual(["b"]);
  });

  test("of several records of one key the one that another key tells, else all of them", () => {
    const domain = "group.example";
    const set = setOf(known("a", { name: "North", domain }), known("b", { name: "South", domain }));
    expect(idsFor(set, { name: "South", domain })).toEqual(["b"]);
    expect(idsFor(set, { name: "East", domain })).toEqual(["a", "b"]);
  });

  test("what an earlier row made or renamed, by its new name alone", () => {
    const set = setOf(known("a", { name: "Acme", domain: "acme.example" }));
    set.add({ after: { name: "New", domain: null }, more: undefined }, 2);
    const [one] = set.find({ name: "", domain: "acme.example" }).found;
    if (one) set.change(one, { after: { name: "Renamed", domain: "acme.example" }, more: undefined }, 3);
    expect(set.find({ name: "New" }).found).toHaveLength(1);
    expect(idsFor(set, { name: "renamed" })).toEqual(["a"]);
    expect(idsFor(set, { name: "Acme" })).toEqual([]);
  });
});

test("nothing is written of a record that a later row takes back to how it was, unless a row added something", () => {
  const one = known("a", { name: "Acme", domain: null });
  const set = setOf(one);
  const { after } = one;
  set.change(one, { after: { ...after, domain: "acme.example" }, more: undefined }, 2);
  expect(set.touched()).toEqual([one]);
  set.change(one, { after, more: undefined }, 3);
  expect(set.touched()).toEqual([]);
  set.change(one, { after, more: "added" }, 4);
  expect(set.touched()).toEqual([one]);
});
