import { expect, test } from "vitest";
import { tookTooLong } from "./halve-batch";

test.each([
  ["Transaction API error: Transaction already closed: the timeout was 15000 ms.", true],
  ["Transaction API error: Unable to start a transaction in the given time.", false],
])("a transaction that ended with %s took too long: %s", (message, expected) => {
  expect(tookTooLong(Object.assign(new Error(message), { code: "P2028" }))).toBe(expected);
});
