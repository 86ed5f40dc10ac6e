import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reservedSlugs, restrictableEntities, slugCandidates, slugFrom, slugProblem } from "./rules";

/** First segments of addresses that `src/app` serves; route groups take no segment. */
function firstSegments(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    if (entry.name.startsWith("(") || entry.name.startsWith("@")) return firstSegments(join(folder, entry.name));
    return entry.name.startsWith("[") || entry.name.startsWith("_") ? [] : [entry.name];
  });
}

test("no workspace can take an address of the app", () => {
  const segments = firstSegments("src/app");
  expect(segments).toContain("api");
  expect(segments.filter((segment) => !reservedSlugs.has(segment))).toEqual([]);
});

test.each([
  ["Halden Systems AG", "halden-systems-ag"],
  ["Müller & Söhne", "muller-sohne"],
  ["Straße 9", "strasse-9"],
  ["株式会社", ""],
  ["A very long name of a firm that nobody types in full", "a-very-long-name-of-a-firm-that-nobody"],
])("%s suggests %s", (name, slug) => expect(slugFrom(name)).toBe(slug));

test.each(["a", "x".repeat(41), "Halden", "-halden", "halden-", "hal--den", "hal_den", "api", "sign-in"])(
  "%s is refused with a reason",
  (slug) => expect(slugProblem(slug)).toBeTruthy(),
);

test("alternatives are all of a form that may be used, the longer name first", () => {
  const candidates = slugCandidates("halden", "Halden Systems");
  expect(candidates.slice(0, 2)).toEqual(["halden", "halden-systems"]);
  expect(candidates.filter((candidate) => slugProblem(candidate))).toEqual([]);
  expect(slugCandidates("x".repeat(60), "").filter((candidate) => slugProblem(candidate))).toEqual([]);
});

test("visibility can be set for what has owners", () => {
  expect(restrictableEntities).toEqual(expect.arrayContaining(["account", "opportunity"]));
  expect(restrictableEntities).not.toContain("product");
});
