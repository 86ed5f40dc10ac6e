import { expect, it } from "vitest";
import { isEmailAddress } from "./email-form";
import { email } from "./zod";

const ofLength = (length: number) => `${"a".repeat(length - "@acme.com".length)}@acme.com`;

it.each([
  ["ann@acme.com", true],
  ["  ann.o'neil+crm@mail.acme-group.co.uk ", true],
  ["ann@acme..com", false],
  ["ann@acme.com,", false],
  ["ann.@acme.com", false],
  [".ann@acme.com", false],
  ["ann..b@acme.com", false],
  ["ann@acme.c", false],
  ["ann@-acme.com", false],
  ["ann@acme", false],
  ["ann acme@acme.com", false],
  ["ann@acme.com\u0000", false],
  ["jörg@acme.com", false],
  [ofLength(254), true],
  [ofLength(255), false],
  ["", false],
])("takes %j for an e-mail address where the server does", (text, isOne) => {
  expect(isEmailAddress(text)).toBe(isOne);
  expect(email.safeParse(text).success).toBe(isOne);
});
