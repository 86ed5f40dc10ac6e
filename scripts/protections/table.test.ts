import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { protections } from "./table";

it.each(protections)("$protection: stands where the table of protections says", ({ file, take = "" }) => {
  expect(readFileSync(file, "utf8").split(take), `${file}: ${take}`).toHaveLength(2);
});

it("has a protection for each drill, and no other", () => {
  const ids = [...readFileSync("drills/drills.ts", "utf8").matchAll(/\{ id: "(\w+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect([...new Set(protections.map(({ drill }) => drill))].sort()).toEqual(ids.sort());
});
