import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { walls } from "./table";

it.each(walls)("$wall: stands where the table of walls says, and so does its test", (wall) => {
  const { file, take } = wall;
  const [testFile, name, title = name] = wall.test;
  if (take !== undefined) expect(readFileSync(file, "utf8").split(take), `${file}: ${take}`).toHaveLength(2);
  expect(readFileSync(testFile, "utf8").includes(title), `${testFile}: ${title}`).toBe(true);
});
