import { expect, test, vi } from "vitest";
import { processWide } from "./process-wide";

async function otherCopy() {
  vi.resetModules();
  return (await import("./process-wide")).processWide;
}

test("a value is the same in every copy of a module", async () => {
  const ours = processWide<string[]>("lamps of the test");
  expect(ours.get()).toBeUndefined();
  const copied = await otherCopy();
  expect(copied).not.toBe(processWide);
  const theirs = copied<string[]>("lamps of the test");
  expect(ours.getOrMake(() => ["lamp"])).toBe(theirs.getOrMake(() => ["other"]));
  theirs.set(["new"]);
  expect(ours.get()).toEqual(["new"]);
  expect(processWide("chairs of the test").get()).toBeUndefined();
  theirs.remove();
  expect(ours.get()).toBeUndefined();
});

test("what the registry must pass is asked for by its name", () => {
  const tiles = processWide<number>("tiles of the test");
  expect(() => tiles.required()).toThrow("The registry did not pass the tiles of the test; import registry/register.");
  tiles.set(0);
  expect(tiles.required()).toBe(0);
});
