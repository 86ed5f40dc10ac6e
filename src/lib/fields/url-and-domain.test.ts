import { expect, test } from "vitest";
import { domainInput as domain } from "./domain";
import { urlInput as website } from "./url";

test.each([
  ["company.com", "https://company.com"],
  [" www.company.com/about?us ", "https://www.company.com/about?us"],
  ["http://company.com", "http://company.com"],
  ["https://company.com:8443/x", "https://company.com:8443/x"],
])("the website %j is %s, typed or from a file", (text, address) => expect(website.parse(text)).toBe(address));

test.each(["n/a", "call us", "javascript:alert(1)", "ann@company.com", "ftp://company.com", "mailto:a@company.com"])(
  "%s is no website",
  (text) => expect(website.safeParse(text).error?.issues[0]?.message).toMatch(/^Type an address such as/),
);

test.each([
  ["Company.com", "company.com"],
  ["https://www.company.com/path?x=1#y", "company.com"],
])("the domain %j is %s, typed or from a file", (text, name) => expect(domain.parse(text)).toBe(name));

test("an address without a domain is none", () => {
  for (const text of ["company", "ann@company.com", "https://"]) expect(domain.safeParse(text).success).toBe(false);
});
