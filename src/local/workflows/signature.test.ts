import { expect, it } from "vitest";
import { hashedKey, signatureOf } from "./signature";

it("hashes a key as the SDK does", () => {
  expect(hashedKey("signkey-test-0123456789abcdef")).toMatch(/^signkey-test-55c53f5d4902[0-9a-f]{52}$/);
});

it("signs body and second under the key behind its prefix", () => {
  const signed = signatureOf('{"a":1}', "signkey-prod-00ff", 1_700_000_000_999);
  expect(signed).toMatch(/^t=1700000000&s=[0-9a-f]{64}$/);
  expect(signatureOf('{"a":1}', "signkey-test-00ff", 1_700_000_000_000)).toBe(signed);
  expect(signatureOf('{"a":2}', "signkey-prod-00ff", 1_700_000_000_000)).not.toBe(signed);
});
