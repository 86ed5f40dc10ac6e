import { describe, expect, test } from "vitest";
import { recentSubjects, subjectProblem } from "./commit-subjects";

describe("the subject of a commit", () => {
  test.each([
    "Rename the parts of a matched row",
    "Merge branch 'names'",
    "Fix: keep the order of columns",
    "Buy, change and end a plan in the settings",
    `Add ${"a".repeat(68)}`,
  ])("%s is fine", (subject) => {
    expect(subjectProblem(subject)).toBeNull();
  });

  test.each([
    [`Add ${"a".repeat(69)}`, "has 73 characters, and at most 72 are allowed"],
    ["Add a check of subjects.", "ends with a full stop"],
    ["rename the parts of a row", "does not begin with a capital letter"],
    ["Renames the parts of a row", "does not begin with a verb in the imperative: Renames"],
    ["Renamed the parts of a row", "does not begin with a verb in the imperative: Renamed"],
    ["Renaming the parts of a row", "does not begin with a verb in the imperative: Renaming"],
    ["The parts of a row", "does not begin with a verb in the imperative: The"],
    ["A check of subjects", "does not begin with a verb in the imperative: A"],
    ["For the parts of a row", "does not begin with a verb in the imperative: For"],
    ["Load rows by the way of their ids", 'contains "by the way of"'],
    ["Change various names", 'contains "various"'],
  ])("%s: %s", (subject, problem) => {
    expect(subjectProblem(subject)).toBe(problem);
  });

  test("holds for the latest commits", () => {
    const problems = recentSubjects().flatMap((subject) => {
      const problem = subjectProblem(subject);
      return problem ? [`"${subject}" ${problem}.`] : [];
    });
    expect(problems).toEqual([]);
  });
});
