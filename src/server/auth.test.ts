import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { describe, expect, test, vi } from "vitest";
import { authOptions } from "./auth";
import { AppError } from "./errors";

/** The error that next-auth passes to the page when the sign-in fails so. */
async function refusal(error: unknown): Promise<string> {
  const options = authOptions({ signIn: () => Promise.reject(error), signOut: () => Promise.resolve() });
  const [provider] = options.providers as {
    options?: { authorize?(typed: object, request: object): Promise<unknown> };
  }[];
  const thrown = await provider?.options
    ?.authorize?.({ email: "a@b.example", password: "x" }, {})
    .catch((e: Error) => e);
  return (thrown as Error).message;
}

test("a sign-in that fails carries the code and a sentence for people, also while the database is away", async () => {
  const away = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const reported = "UNAVAILABLE:The database is not responding. Try again in a moment.";
  expect(await refusal(away)).toBe(reported);
  expect(await refusal(new AppError("UNAVAILABLE", "Look before you repeat it.", undefined, away))).toBe(reported);
  expect(await refusal(new TypeError("x"))).toMatch(/^INTERNAL:Sign-in failed because of a problem on our side/);
  expect(await refusal(new AppError("UNAUTHENTICATED", "Wrong password."))).toBe("UNAUTHENTICATED:Wrong password.");
  expect(await refusal(new AppError("FORBIDDEN", "Confirm it.", { reason: "unverified" }))).toBe(
    "UNVERIFIED:Confirm it.",
  );
});

/** next-auth's response, with endpoints of an app that accepts everyone: its body and cookies. */
async function asked(nextauth: string[], form: Record<string, string> | null, cookies: Record<string, string>) {
  const headers = new Map<string, unknown>();
  let answer: unknown;
  const reported = (body: unknown) => {
    answer = body;
  };
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name),
    setHeader: (name: string, value: unknown) => headers.set(name, value) && response,
    json: reported,
    send: reported,
  };
  const request = { method: form ? "POST" : "GET", query: { nextauth }, body: form ?? {}, headers: {}, cookies };
  const doors = { signIn: async () => ({ userId: "ada", token: "random" }), signOut: async () => {} };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, authOptions(doors));
  return { answer, set: ((headers.get("Set-Cookie") ?? []) as string[]).map((cookie) => cookie.split("; ")) };
}

const door = ["callback", "credentials"];
const form = { email: "ada@firm.example", password: "long enough for anyone", json: "true" };

describe.each([
  ["http://localhost:3000", false],
  ["https://crm.firm.example", true],
])("under %s", (address, secure) => {
  test("a session is a cookie that no script and no other site can use, and over TLS no open line carries", async () => {
    vi.stubEnv("NEXTAUTH_URL", address);
    vi.resetModules();
    const { sessionCookie } = await import("./session-cookie");
    const before = await asked(["csrf"], null, {});
    const { csrfToken } = before.answer as { csrfToken: string };
    const cookies = Object.fromEntries(
      before.set.map(([pair = ""]) => [
        pair.slice(0, pair.indexOf("=")),
        decodeURIComponent(pair.slice(pair.indexOf("=") + 1)),
      ]),
    );
    expect((await asked(door, form, cookies)).set.flat().join()).not.toContain(sessionCookie);
    expect((await asked(door, { ...form, csrfToken: "forged" }, cookies)).set.flat().join()).not.toContain(
      sessionCookie,
    );
    const { set } = await asked(door, { ...form, csrfToken }, cookies);
    const session = set.find(([pair]) => pair?.startsWith(`${sessionCookie}=`));
    expect(session).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]));
    expect(session?.includes("Secure")).toBe(secure);
    expect(sessionCookie.startsWith("__Secure-")).toBe(secure);
  });
});
