import fc from "fast-check";
import { expect, test } from "vitest";
import { addressRanges, normalRange } from "./address-range";

test.each([
  ["203.0.113.7", "203.0.113.7/32"],
  ["203.0.113.7/24", "203.0.113.0/24"],
  [" 10.255.1.2/9 ", "10.128.0.0/9"],
  ["128.0.0.0/1", "128.0.0.0/1"],
  ["2001:DB8::1", "2001:db8::1/128"],
  ["2001:db8:1:2:3:4:5:6/33", "2001:db8::/33"],
  ["::ffff:203.0.113.7/120", "203.0.113.0/24"],
  ["::ffff:203.0.113.7", "203.0.113.7/32"],
  ["fe80::/10", "fe80::/10"],
])("the range %s is kept as %s", (text, range) => {
  expect(normalRange(text)).toEqual({ range });
});

test.each(["0.0.0.0/0", "10.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"])("the range %s is the whole internet", (text) => {
  expect(normalRange(text)).toEqual({ problem: expect.stringContaining("Leave the list empty") });
});

test.each([
  ...["", "somewhere", "203.0.113", "203.0.113.0/33", "203.0.113.256", "010.0.0.1", "1.2.3.4/", "1.2.3.4/-1"],
  ...["1.2.3.4/08x", "2001:db8::/129", "2001::db8::1", "fe80::1%eth0", "[::1]", "::1]/", "1.2.3.4/24/8", "::/1000"],
])("%o is no range", (text) => {
  expect(normalRange(text)).toEqual({ problem: expect.stringContaining("203.0.113.0/24") });
});

test("the form of a range is the form of itself", () => {
  const given = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 32 }));
  fc.assert(
    fc.property(given, ([address, bits]) => {
      const first = normalRange(`${address}/${bits}`);
      if ("range" in first) expect(normalRange(first.range)).toEqual(first);
    }),
  );
});

test("a list has each range once, and too many are refused in one sentence", () => {
  expect(addressRanges.parse(["10.0.0.1/8", "10.0.0.0/8", "10.0.0.1"])).toEqual(["10.0.0.0/8", "10.0.0.1/32"]);
  const { error } = addressRanges.safeParse(Array.from({ length: 10_000 }, () => "nowhere"));
  expect(error?.issues.map(({ message }) => message)).toEqual(["List at most 20 ranges."]);
});
