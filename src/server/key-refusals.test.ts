import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("each door of a workspace notes the refusals of keys", () => {
  const files = globSync(["src/app/api/**/route.ts", "src/server/*.ts"]);
  const doors = files.filter((file) => {
    const text = readFileSync(file, "utf8");
    // One that lets in only browsers sends programs elsewhere first.
    return text.includes("readCaller(") && text.includes("tenantCtx(") && !text.includes('!== "session"');
  });
  expect(doors.length).toBeGreaterThan(4);
  expect(
    doors.filter((file) => !readFileSync(file, "utf8").includes("refusedResponse(error, caller, request)")),
  ).toEqual([]);
});
