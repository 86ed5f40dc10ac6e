import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { walls } from "./table";

it.each(walls)("$wall: stands where the table of walls says, and the file of its test is there", (wall) => {
  const { file, take, test } = wall;
  if (take !== undefined) expect(readFileSync(file, "utf8").split(take), `${file}: ${take}`).toHaveLength(2);
  expect(existsSync(test[0]), test[0]).toBe(true);
});
