import { expect, test } from "vitest";
import type { Shortcut } from "./keyboard";
import { shortcutGroups } from "./shortcut-groups";

const one = (group: string, keys: string): Shortcut => ({
  ...{ id: `${group} ${keys}`, label: keys, inFields: false, run: null },
  ...{ group, keys },
});

test("the keys of the page stand before those of every page, whichever were there first", () => {
  const groups = shortcutGroups([one("Everywhere", "?"), one("Go to", "g h"), one("Today", "t"), one("Today", "t")]);
  expect(groups.map(([name, members]) => [name, members.length])).toEqual([
    ["Today", 1],
    ["Everywhere", 1],
    ["Go to", 1],
  ]);
});
