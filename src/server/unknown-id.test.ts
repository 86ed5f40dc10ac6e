import { expect, test } from "vitest";
import { z } from "zod";
import { isMalformedId, unknownId, withUnknownIds } from "./unknown-id";

const schema = z.object({ id: z.uuid(), ids: z.array(z.uuid()), deep: z.object({ id: z.uuid() }).optional() });

test("each malformed id is replaced where it stands, and what was given stays as it is", () => {
  const given = { id: "x", ids: [unknownId, "y", "z"], deep: { id: "0" } };
  const copy = structuredClone(given);
  const error = schema.safeParse(given).error as z.ZodError;
  expect(isMalformedId(error)).toBe(true);
  expect(withUnknownIds(given, error)).toEqual({
    id: unknownId,
    ids: [unknownId, unknownId, unknownId],
    deep: { id: unknownId },
  });
  expect(given).toEqual(copy);
});

test("four times as many malformed ids take about four times as long", () => {
  const cost = (count: number) => {
    const given = { id: unknownId, ids: Array(count).fill("x") };
    const error = schema.safeParse(given).error as z.ZodError;
    const before = process.cpuUsage();
    withUnknownIds(given, error);
    return process.cpuUsage(before).user;
  };
  const least = (count: number) => Math.min(...Array.from({ length: 5 }, () => cost(count)));
  // A clock of whole milliseconds is off by some of them.
  expect(least(16_000)).toBeLessThan(2 * 4 * least(4_000) + 20_000);
});
