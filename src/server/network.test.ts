import { expect, test } from "vitest";
import { addressOf, networkOf, plainAddress } from "./network";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["unknown", "unknown"],
  ["somebody@example.com", "somebody@example.com"],
  ["0190f0e0-0000-7000-8000-000000000000", "0190f0e0-0000-7000-8000-000000000000"],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8::1", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["unknown", "unknown"],
])("the address %s is %s in its plain form", (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});

const from = (hops: string) => addressOf(new Headers(hops === "" ? {} : { "x-forwarded-for": hops }));

test("the address is the last one that was noted on the way, not what the client wrote before it", () => {
  expect(from("203.0.113.7, 198.51.100.1")).toBe("198.51.100.1");
  expect(from("198.51.100.1")).toBe("198.51.100.1");
  expect(from("")).toBe("unknown");
});
