import { expect, test } from "vitest";
import { addressOf } from "./http";

const from = (hops: string) => addressOf(new Headers(hops === "" ? {} : { "x-forwarded-for": hops }));

test("the address is the last one that was noted on the way, not what the client wrote before it", () => {
  expect(from("203.0.113.7, 198.51.100.1")).toBe("198.51.100.1");
  expect(from("198.51.100.1")).toBe("198.51.100.1");
  expect(from("")).toBe("unknown");
});
