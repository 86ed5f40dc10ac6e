import { expect, test } from "vitest";
import { Findings, promiseOf } from "./check";

test("one drill is one promise: its bars, what was found, kept only when every check holds", () => {
  const [killed, tabs] = [new Findings("R5", 1), new Findings("R23", 1)];
  killed.same("writes in the database", 300, 300);
  killed.within("all work done", 60, 12_300);
  tabs.none("tabs that differ", ["tab 4"]);
  tabs.within("all tabs agree", 5, 2_000);
  const checks = [...tabs.checks, ...killed.checks];

  expect(promiseOf("R5", "the app is killed", checks)).toEqual({
    id: "R5",
    title: "the app is killed",
    figure: "writes in the database: 300; all work done: <= 60 s",
    value: "writes in the database: 300; all work done: 12.3 s",
    pass: true,
  });
  expect(promiseOf("R23", "many tabs", checks)).toMatchObject({
    value: "tabs that differ: 1: tab 4; all tabs agree: 2.0 s",
    pass: false,
  });
});

test("a slower scale lets a check take as many times as long", () => {
  const findings = new Findings("R5", 6);
  findings.within("all work done", 10, 59_000);
  findings.within("all tabs agree", 5, 31_000);
  expect(findings.checks.map(({ expected, ok }) => [expected, ok])).toEqual([
    ["<= 60 s", true],
    ["<= 30 s", false],
  ]);
});

test("a promise that nothing was looked at for is not kept", () => {
  expect(promiseOf("R6", "the database is killed", []).pass).toBe(false);
});
