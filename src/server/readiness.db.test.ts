import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/status/route";

// The tests' environment has a mail server and a channels server; nothing listens at the address of the workflow
// engine.
test("the state names what is reachable and what is not, and only the database decides whether it is ready", async () => {
  const answer = await GET();
  expect(answer.status).toBe(200);
  const { ready, checks } = await answer.json();
  expect(ready).toBe(true);
  expect(checks.map(({ name, ok, required }: Record<string, unknown>) => [name, ok, required])).toEqual([
    ["database", true, true],
    ["database-platform", true, true],
    ["schema", true, true],
    ["mail", true, false],
    ["channels", true, false],
    ["workflows", false, false],
    ["storage", true, false],
  ]);
  for (const { ms } of checks) expect(ms).toBeGreaterThanOrEqual(0);
});
