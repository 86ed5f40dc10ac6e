import { expect, it } from "vitest";
import { z } from "zod";
import { emailForm, isEmailAddress } from "./email-form";
import { email } from "./zod";

it("has zod's form of an e-mail address", () => {
  // The linter takes away needless backslashes.
  expect(emailForm.source).toBe(z.regexes.email.source.replaceAll("\\-", "-"));
});

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
