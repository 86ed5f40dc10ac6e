import { describe, expect, test } from "vitest";
import { isPublicDomain } from "./public-domains";

describe("a domain at which anybody can have an address", () => {
  test.each([
    ["a provider", ["gmail.com", "hey.com", "tuta.com", "mailbox.org", "Proton.me"]],
    [
      "a service that forwards",
      ["privaterelay.appleid.com", "duck.com", "mozmail.com", "simplelogin.com", "passmail.net"],
    ],
    ["a public suffix", ["co.uk", "com", "com.au", "github.io", "k12.ca.us"]],
    ["below a provider", ["ann.mozmail.com", "mail.gmail.com"]],
    ["an address of a machine", ["192.168.0.1"]],
  ])("is %s", (_what, domains) => {
    expect(domains.filter((domain) => !isPublicDomain(domain))).toEqual([]);
  });

  test("is not that of a company, also below a country's suffix or one of its own subdomains", () => {
    const own = ["techcorp.example", "halden.co.uk", "mail.halden.co.uk", "apple.com", "appleid.com", "notduck.com"];
    expect(own.filter(isPublicDomain)).toEqual([]);
  });
});
