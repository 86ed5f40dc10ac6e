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
  let [many, few] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // A clock of whole milliseconds is off by some of them.
  const isDear = () => many > 2 * 4 * few + 20_000;
  // A busy machine can make some tries dear, but not all.
  for (let nth = 0; nth < 5 || (nth < 50 && isDear()); nth++)
    [many, few] = [Math.min(many, cost(16_000)), Math.min(few, cost(4_000))];
  expect(isDear() && `${many} µs after ${few} µs`).toBe(false);
});
