import { expect, test } from "vitest";
import { authOptions } from "./auth";
import { AppError } from "./errors";

/** What next-auth carries to the page when the sign-in fails so. */
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
  const told = "UNAVAILABLE:The database does not answer just now. Try again in a moment.";
  expect(await refusal(away)).toBe(told);
  expect(await refusal(new AppError("UNAVAILABLE", "Look before you repeat it.", undefined, away))).toBe(told);
  expect(await refusal(new TypeError("x"))).toMatch(/^INTERNAL:Signing in did not work/);
  expect(await refusal(new AppError("UNAUTHENTICATED", "Wrong password."))).toBe("UNAUTHENTICATED:Wrong password.");
  expect(await refusal(new AppError("FORBIDDEN", "Confirm it.", { reason: "unverified" }))).toBe(
    "UNVERIFIED:Confirm it.",
  );
});
