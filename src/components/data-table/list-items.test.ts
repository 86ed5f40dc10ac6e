import { describe, expect, test } from "vitest";
import { type GroupHead, groupId, type ListGroups, listItems, neighbourOf } from "@/components/data-table/list-items";
import type { ListRow } from "@/components/data-table/table-features";

interface Opportunity {
  id: string;
  stage: string | null;
}
const row = (id: string, stage: string | null) => ({ id, original: { id, stage } }) as ListRow<Opportunity>;
const head = (id: string, complete = true): GroupHead => ({ id, name: id, label: id, count: 1, complete });
const groups = (heads: GroupHead[], closed: string[] = []): ListGroups<Opportunity> => ({
  columnId: "stage",
  of: (opportunity) => groupId(opportunity.stage),
  heads,
  closed: new Set(closed),
  onToggle: () => undefined,
});
const rows = [row("1", "lead"), row("2", "won"), row("3", "lead"), row("4", null)];
const drawn = (of: ListGroups<Opportunity> | undefined) => listItems(rows, of).map(({ id }) => id);

describe("what is drawn", () => {
  test("are the rows alone without groups", () => {
    expect(drawn(undefined)).toEqual(["1", "2", "3", "4"]);
  });

  test("is each head with its rows, in the order of the heads", () => {
    expect(drawn(groups([head("won"), head("lead"), head("-")]))).toEqual([
      "group won",
      "2",
      "group lead",
      "1",
      "3",
      "group -",
      "4",
    ]);
  });

  test("of a closed group is the head alone", () => {
    expect(drawn(groups([head("lead"), head("won")], ["lead"]))).toEqual(["group lead", "group won", "2"]);
  });

  test("ends with the group whose rows are still to come, unless it is closed", () => {
    expect(drawn(groups([head("lead", false), head("won")]))).toEqual(["group lead", "1", "3"]);
    expect(drawn(groups([head("lead", false), head("won")], ["lead"]))).toEqual(["group lead", "group won", "2"]);
  });
});

test("rows without a value have a group of their own, whatever values there are", () => {
  expect(groupId(null)).not.toBe(groupId("-"));
  expect(groupId("won")).toBe("won");
});

test("beside a row that has left is the next one that is there, or else the one before it", () => {
  const beside = (gone: string, now: string) => neighbourOf(["1", "2", "3", "4"], gone, [...now]);
  expect([beside("2", "134"), beside("2", "14"), beside("4", "123"), beside("3", "1")]).toEqual(["3", "4", "3", "1"]);
  expect(beside("2", "1534"), "what is new changes nothing").toBe("3");
  expect(beside("2", "5"), "all have left").toBeNull();
  expect(beside("2", "431"), "another order").toBeNull();
  expect(beside("5", "12"), "one that was not there either").toBeNull();
});
