import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import config from "../next.config.mjs";
import { proxy } from "./proxy";

function policyOf(path: string): Map<string, string> {
  const response = proxy(new NextRequest(new URL(path, "http://localhost:3000")));
  const policy = response.headers.get("content-security-policy") ?? "";
  return new Map(policy.split("; ").map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1).join(" ")]));
}

test("a page runs only scripts that it names itself, and stands in no frame of others", () => {
  const [one, two] = [policyOf("/sign-in"), policyOf("/sign-in")];
  const script = one.get("script-src");
  expect(script).toMatch(/^'self' 'nonce-[\w+/=]{40,}' 'strict-dynamic'$/);
  expect(two.get("script-src")).not.toBe(script);
  expect(Object.fromEntries(one)).toMatchObject({
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  });
});

test("every answer says what a browser may not do with it", async () => {
  const rules = await config.headers?.();
  expect(rules?.map((rule) => rule.source)).toEqual(["/:path*"]);
  const said = Object.fromEntries((rules?.[0]?.headers ?? []).map(({ key, value }) => [key.toLowerCase(), value]));
  expect(said).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": expect.stringMatching(/^max-age=31536000/),
  });
  expect(config.poweredByHeader).toBe(false);
});
