import { expect, test } from "vitest";
import { LocalProblem } from "@/local/problem";
import { judge } from "./figure";
import { attempt, outcomeOf } from "./outcome";

const figure = (id: string, value: number) =>
  judge({ id, name: "a list", unit: "ms", note: "", value, bar: { of: "value", is: "at most", must: 10, stretch: 5 } });

test("a run whose figures miss their bars has measured them: it ends well", async () => {
  const figures = await attempt("P2", async () => [figure("P2", 3), figure("P2", 30)]);
  expect(outcomeOf(figures)).toEqual({ text: "2 figures, 1 below must, all measured", code: 0 });
});

test.each([
  ["that breaks off", () => Promise.reject(new LocalProblem("The import is refused.")), "The import is refused."],
  ["of no figure", () => Promise.resolve([]), "It gave no figure."],
  ["without a number", () => Promise.resolve([figure("P8", Number.NaN)]), ""],
])("a measurement %s is named, does not count as missed, and fails the run", async (_, measure, note) => {
  const figures = [...(await attempt("P2", async () => [figure("P2", 3)])), ...(await attempt("P8", measure))];
  expect(figures[1]).toMatchObject({ id: "P8", measured: false, note });
  expect(outcomeOf(figures)).toEqual({ text: "2 figures, 0 below must, could not measure P8", code: 1 });
});
