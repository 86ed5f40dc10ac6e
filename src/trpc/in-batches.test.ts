import { expect, test } from "vitest";
import { inBatches } from "./in-batches";

test("questions of one moment are one request, and each gets its own answer", async () => {
  const asked: string[][] = [];
  const ask = inBatches(2, async (ids) => {
    asked.push(ids);
    return ids.filter((id) => id !== "c").map((id) => ({ id, count: id.length }));
  });
  expect(await Promise.all(["a", "bb", "c"].map(ask))).toEqual([{ id: "a", count: 1 }, { id: "bb", count: 2 }, null]);
  expect(asked).toEqual([["a", "bb"], ["c"]]);
  expect(await ask("a")).toEqual({ id: "a", count: 1 });
  expect(asked).toHaveLength(3);
});

test("a failure reaches all who asked", async () => {
  const ask = inBatches<{ id: string }>(10, async () => {
    throw new Error("The server could not be reached.");
  });
  const settled = await Promise.allSettled([ask("a"), ask("b")]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
