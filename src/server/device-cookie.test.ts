import { expect, test } from "vitest";
import { deviceCookie, deviceCookieHeader } from "./device-cookie";

test("the mark of a device goes to the sign-in routes only, and no script reads it", () => {
  const [value, ...flags] = deviceCookieHeader("mark").split("; ");
  expect(value).toBe(`${deviceCookie}=mark`);
  expect(flags).toEqual(expect.arrayContaining(["Path=/api/auth", "HttpOnly", "SameSite=Lax"]));
});
