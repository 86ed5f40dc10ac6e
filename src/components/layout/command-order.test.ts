import { describe, expect, test } from "vitest";
import { inOrder } from "./command-order";

const entry = (label: string, words?: string) => ({ id: label, label, words, icon: null, onSelect: () => undefined });
const groups = [
  { id: "create", label: "Create", entries: [entry("New opportunity"), entry("New account"), entry("Log a call")] },
  {
    id: "go",
    label: "Go to",
    entries: [
      entry("Opportunities"),
      entry("Inbox"),
      entry("Follow-ups", "no next step overdue"),
      entry("Updates", "activity feed news"),
    ],
  },
];
const found = (...labels: string[]) => [
  { id: "found", label: "Contacts", entries: labels.map((label) => ({ ...entry(label), id: `record ${label}` })) },
];
const order = (text: string, ...records: string[]) =>
  inOrder(groups, found(...records), text).groups.flatMap(({ entries }) => entries.map(({ label }) => label));

describe("pages and commands stand before records", () => {
  test.each([
    ["new opp", "New opportunity"],
    ["New account", "New account"],
    ["log a", "Log a call"],
    ["inbox", "Inbox"],
    ["follow", "Follow-ups"],
    ["ups follow", "Follow-ups"],
    ["next step", "Follow-ups"],
    ["news", "Updates"],
  ])("for their own words: “%s”", (text, named) => {
    expect(order(text, "Other record")).toEqual([named, "Other record"]);
    expect(inOrder(groups, [], text).isNamed).toBe(true);
  });

  test("by name before those that have the words besides", () => {
    expect(order("new", "Newton").slice(0, 3)).toEqual(["New opportunity", "New account", "Newton"]);
    const both = [{ id: "go", label: "Go to", entries: [entry("Updates", "inbox"), entry("Inbox")] }];
    const labels = inOrder(both, [], "inbox").groups.flatMap(({ entries }) => entries.map(({ label }) => label));
    expect(labels).toEqual(["Inbox", "Updates"]);
  });
});

test("a part of a word names nothing: the records that are found stay first", () => {
  expect(order("opp", "Opp Ltd")).toEqual(["Opp Ltd", "New opportunity", "Opportunities"]);
  expect(order("follo", "Follower")).toEqual(["Follower", "Follow-ups"]);
  for (const text of ["", "opp"]) expect(inOrder(groups, [], text).isNamed).toBe(false);
});

test("a record of exactly that name stands behind the first few", () => {
  expect(order("follow", "Follow Through", "Follow")).toEqual(["Follow-ups", "Follow", "Follow Through"]);
  const many = [{ id: "create", label: "Create", entries: ["a", "b", "c", "d"].map((one) => entry(`New ${one}`)) }];
  const all = inOrder(many, found("Newton", "NEW"), "new").groups;
  expect(all.flatMap(({ entries }) => entries.map(({ label }) => label))).toEqual([
    ...["New a", "New b", "New c", "NEW", "New d", "Newton"],
  ]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
