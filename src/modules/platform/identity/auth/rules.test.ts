import { describe, expect, test } from "vitest";
import { passwordProblem, safeNextPath } from "./rules";

describe("a new password", () => {
  test.each(["correct horse battery", "Tr0mbone-gravel-9", "müde Fische im Wind", "9f8c1e7a2b"])(
    "may be %s",
    (password) => {
      expect(passwordProblem(password, { name: "Ana Ruiz", email: "ana@halden.example" })).toBeNull();
    },
  );

  test.each([
    ["short", "at least 10"],
    ["x".repeat(201), "at most 200"],
    ["aaaaabbbbb", "repeats"],
    ["password1234", "easy to guess"],
    ["P@ssw0rd!!!!", "easy to guess"],
    ["qwertyuiop", "easy to guess"],
    ["9876543210", "easy to guess"],
    ["iloveyou2026", "easy to guess"],
    ["letmeinletmein", "easy to guess"],
    ["Ana Ruiz 2026", "your own name"],
    ["ana@halden.example", "your own name"],
  ])("may not be %s", (password, reason) => {
    expect(passwordProblem(password, { name: "Ana Ruiz", email: "ana@halden.example" })).toContain(reason);
  });
});

describe("the page after sign-in", () => {
  test.each(["/techcorp/accounts?q=a%20b#top", "/", "/workspaces/new"])("a path of this site: %s", (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n\t\\evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    undefined,
  ])("never another site: %j", (path) => {
    const led = safeNextPath(path);
    expect(new URL(led, "https://crm.example").origin).toBe("https://crm.example");
    expect(led).toBe("/");
  });
});
