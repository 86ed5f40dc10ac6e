import { encode } from "next-auth/jwt";
import { afterEach, expect, test, vi } from "vitest";
import { env } from "@/env";
import { readSessionToken } from "./session-cookie";

afterEach(() => vi.useRealTimers());

const hour = 60 * 60;
const cookieOf = (sid: string, secret = env.NEXTAUTH_SECRET) => encode({ token: { sid }, secret, maxAge: hour });

test("a cookie is opened to its session token, each time it comes", async () => {
  const [ada, ben] = [await cookieOf("ada"), await cookieOf("ben")];
  for (let time = 0; time < 2; time++) {
    expect(await readSessionToken(ada)).toBe("ada");
    expect(await readSessionToken(ben)).toBe("ben");
  }
});

test("a cookie that was opened before is refused when it is too old", async () => {
  const cookie = await cookieOf("ada");
  expect(await readSessionToken(cookie)).toBe("ada");
  vi.useFakeTimers({ now: Date.now() + (hour + 60) * 1000 });
  expect(await readSessionToken(cookie)).toBeNull();
});

test("a cookie of another secret, a changed one and none are refused", async () => {
  const cookie = await cookieOf("ada");
  const changed = `${cookie.slice(0, -2)}${cookie.endsWith("AA") ? "BB" : "AA"}`;
  expect(await readSessionToken(await cookieOf("ada", "another secret of forty characters, or more"))).toBeNull();
  expect(await readSessionToken(changed)).toBeNull();
  expect(await readSessionToken(undefined)).toBeNull();
});
