import { expect, test } from "vitest";
import { isLoopbackAddress, isLoopbackHost } from "./loopback";

test.each(["localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:3000", "[::1]:3000"])(
  "%s is this machine",
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each([
  null,
  "",
  "evil.example",
  "localhost.evil.example",
  "a@localhost",
  "localhost:3000/x",
  "localhost:x",
  "127.0.0.1.evil.example",
  "192.0.2.2",
  "[::2]",
])("%s is another machine", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test("an address is of this machine, or it is not", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    expect([address, isLoopbackAddress(address)]).toEqual([address, true]);
  for (const address of ["", "unknown", "192.0.2.2", "::ffff:192.0.2.2", "::2", "127.0.0.1, 192.0.2.2", "127.evil"])
    expect([address, isLoopbackAddress(address)]).toEqual([address, false]);
});
