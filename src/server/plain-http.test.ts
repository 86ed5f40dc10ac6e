import { expect, test } from "vitest";
import { plainHttpWarning } from "./plain-http";

test.each(["http://crm.firm.example", "http://203.0.113.7:3000", "http://[2001:db8::7]", "http://172.32.0.1"])(
  "%s is warned of: anybody on the way reads what crosses it",
  (address) => {
    expect(plainHttpWarning(address)).toMatch(`NEXTAUTH_URL is ${address}: without https, passwords and sessions`);
  },
);

test.each([
  "https://crm.firm.example",
  "http://localhost:3000",
  "http://crm:3000",
  "http://crm.localhost",
  "http://crm.internal",
  "http://127.0.0.1:3000",
  "http://10.0.0.7",
  "http://172.31.0.1",
  "http://192.168.1.20:3000",
  "http://[::1]:3000",
  "http://[fd00::7]",
])("%s is not", (address) => {
  expect(plainHttpWarning(address)).toBeNull();
});
