import { expect, test } from "vitest";
import type { TileFigure, TileSeries } from "@/lib/tiles";
import { outcomesOf } from "./home-outcomes";

const status = (...value: string[]) => ({ field: "status", op: "anyOf" as const, value });
const owner = (id: string) => ({ field: "owner", op: "anyOf" as const, value: [id] });

const series = (name: string, counts: Record<string, number>): TileSeries => ({
  name,
  conditions: [status(name)],
  figures: Object.entries(counts).map(
    ([value, count]): TileFigure => ({
      ...{ value, label: `Name of ${value}`, count, sums: [], days: null },
      conditions: [status(name), owner(value)],
    }),
  ),
});

test("the decisions of each owner, those with most first, each with the conditions of its records", () => {
  const outcomes = outcomesOf(series("won", { ann: 2, bo: 1 }), series("lost", { bo: 4, mia: 1 }));
  expect(outcomes.map(({ value, won, lost, decided }) => [value, won.count, lost.count, decided.count])).toEqual([
    ["bo", 1, 4, 5],
    ["ann", 2, 0, 2],
    ["mia", 0, 1, 1],
  ]);
  const [, ann, mia] = outcomes;
  expect(ann?.lost.conditions).toEqual([status("lost"), owner("ann")]);
  expect(mia?.won.conditions).toEqual([status("won"), owner("mia")]);
  expect(mia?.decided.conditions).toEqual([status("won", "lost"), owner("mia")]);
  expect(mia?.label).toBe("Name of mia");
});
