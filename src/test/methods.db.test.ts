import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

type Handler = (request: Request, context: unknown) => Promise<Response> | Response;

const methods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
const routes = readdirSync("src/app/api", { recursive: true, encoding: "utf8" }).filter((path) =>
  /(^|\/)route\.ts$/.test(path),
);
const nowhere = { params: Promise.resolve({ path: ["accounts"] }) };

test.each(routes)(
  "%s says of each method that it does not take which ones it takes, as the rest of the API",
  async (path) => {
    const handlers = (await import(resolve("src/app/api", path))) as Record<string, Handler>;
    const ask = (method: string) =>
      handlers[method]?.(new Request("http://localhost:3000/api/v1/accounts", { method }), nowhere);
    const options = await ask("OPTIONS");
    if (path.startsWith("[[")) {
      expect(await (await ask("POST"))?.json()).toMatchObject({ error: { code: "NOT_FOUND" } });
      return;
    }
    const taken = options?.headers.get("allow")?.split(", ") ?? [];
    expect([options?.status, taken.length > 0]).toEqual([204, true]);
    // The framework answers HEAD by GET.
    for (const method of taken) if (method !== "HEAD") expect(handlers[method], method).toBeTypeOf("function");
    for (const method of methods.filter((each) => !taken.includes(each))) {
      const answer = await ask(method);
      expect([method, answer?.status, answer?.headers.get("allow")]).toEqual([method, 405, taken.join(", ")]);
      expect(await answer?.json()).toMatchObject({
        error: { code: "VALIDATION", message: expect.stringContaining(method) },
      });
    }
  },
);

test.each([
  ["health/route.ts", "GET, HEAD"],
  ["pusher/auth/route.ts", "POST"],
  ["inngest/route.ts", "GET, HEAD, POST, PUT"],
])("OPTIONS of %s tells %s", async (path, taken) => {
  const { OPTIONS } = (await import(resolve("src/app/api", path))) as Record<string, Handler>;
  const answer = await OPTIONS?.(new Request("http://localhost:3000/api", { method: "OPTIONS" }), nowhere);
  expect(answer?.headers.get("allow")).toBe(taken);
});
