import { expect, test } from "vitest";
import { card, cardsIn } from "./vcard.fixture";

test("companies, people at companies, and cards of groups", async () => {
  const book = [
    card(
      "3.0",
      "N:;;;;",
      "FN:Harbour Cranes",
      "ORG:Harbour Cranes;",
      "X-ABShowAs:COMPANY",
      "TEL;type=FAX:+44 1",
      "TEL;type=MAIN:+44 2",
      "EMAIL:info@harbour.example",
      "ADR:;;1 Dock Rd;London;;E1;UK",
      "NOTE:Big",
    ),
    card("3.0", "N:Poe;Bo;;;", "FN:Harbour Cranes", "ORG:Harbour Cranes", "X-ABShowAs:COMPANY"),
    card("3.0", "N:;;;;", "FN:Cay Low", "ORG:Mays"),
    card("4.0", "KIND:org", "FN:Mays Ltd", "URL:https://mays.example"),
    card("3.0", "N:;;;;", "FN:Friends", "X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1"),
  ];
  expect(await cardsIn(book.join(""))).toMatchObject([
    {
      Company: "Harbour Cranes",
      "Company phone": "+44 2",
      "Company other numbers": "fax: +44 1",
      "Company e-mail": "info@harbour.example",
      "Company street": "1 Dock Rd",
      "Company description": "Big",
    },
    { "First name": "Bo", "Last name": "Poe", Company: "Harbour Cranes" },
    { "Full name": "Cay Low", Company: "Mays" },
    { Company: "Mays Ltd", "Company website": "https://mays.example" },
    { "Full name": "Friends" },
  ]);
});

test("a card of a company fills no column of people", async () => {
  const text = card(
    "3.0",
    "ORG:Harbour Cranes;Sales",
    "X-ABShowAs:COMPANY",
    "TEL;type=WORK:+44 1",
    "item1.TEL:+44 2",
    "item1.X-ABLabel:Gate",
    "EMAIL:info@harbour.example",
    "URL:https://harbour.example",
    "URL:https://shop.harbour.example",
    "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/company/harbour",
    "X-SOCIALPROFILE;type=facebook:https://facebook.com/harbour",
    "ADR;TYPE=WORK:;;1 Dock Rd;London;;E1;UK",
    "ADR:;;2 Dock Rd;London;;E1;UK",
    "TITLE:Cranes for hire",
    "CATEGORIES:Suppliers",
    "BDAY:1950-01-01",
    "NICKNAME:HC",
    "item2.X-ABRELATEDNAMES:Bo Poe",
    "item2.X-ABLabel:Founder",
    "UID:1-2-3",
  );
  expect(await cardsIn(text)).toEqual([
    {
      Company: "Harbour Cranes",
      "Company department": "Sales",
      "Company phone": "+44 1",
      "Company other numbers": "other: +44 2",
      "Company gate number": "+44 2",
      "Company e-mail": "info@harbour.example",
      "Company website": "https://harbour.example",
      "Company other websites": "https://shop.harbour.example",
      "Company LinkedIn": "https://www.linkedin.com/company/harbour",
      "Company social profiles": "facebook: https://facebook.com/harbour",
      "Company street": "1 Dock Rd",
      "Company postal code": "E1",
      "Company city": "London",
      "Company country": "UK",
      "Company kind of address": "work",
      "Company other addresses": "2 Dock Rd, E1 London, UK",
      "Company job title": "Cranes for hire",
      "Company tags": "Suppliers",
      "Company birthday": "1950-01-01",
      "Company nickname": "HC",
      "Company founder": "Bo Poe",
      UID: "1-2-3",
    },
  ]);
});

test.each([
  ["an address of one person", ["EMAIL:ann.field@mays.example", "TEL:+44 1"], { "E-mail": "ann.field@mays.example" }],
  [
    "an address at home",
    ["EMAIL;TYPE=HOME:ann@field.example", "TEL:+44 1"],
    { "E-mail": "personal: ann@field.example" },
  ],
  [
    "an address that is labelled so",
    ["item1.EMAIL:ann@field.example", "item1.X-ABLabel:_$!<Home>!$_", "TEL:+44 1"],
    { "E-mail": "personal: ann@field.example", Phone: "+44 1" },
  ],
  [
    "an address and nothing else",
    ["EMAIL:info@mays.example", "TITLE:Buyer"],
    { "E-mail": "info@mays.example", Company: "Mays", "Job title": "Buyer" },
  ],
])("an organisation with %s is a person there without a name", async (_, lines, cells) => {
  for (const shown of [[], ["FN:Mays"]]) {
    const [row] = await cardsIn(card("3.0", "ORG:Mays", ...shown, ...lines));
    expect(row).toMatchObject(cells);
    expect(Object.keys(row ?? {}).filter((column) => column.startsWith("Company "))).toEqual([]);
    expect(row).not.toHaveProperty("Full name");
  }
});

test.each([
  ["of several people", "EMAIL;TYPE=HOME:info@mays.example"],
  ["with the words of its name", "EMAIL:mays.cranes@mail.example"],
])("an organisation with an address %s is a company", async (_, email) => {
  const [row] = await cardsIn(card("3.0", "ORG:Mays Cranes", email, "TEL:+44 1"));
  expect(row).toMatchObject({ "Company phone": "+44 1", "Company e-mail": expect.stringContaining("@") });
});

test("a company that says so may have its name as a last name, and an address alone is one of people", async () => {
  const named = card("4.0", "KIND:org", "FN:Mays Ltd", "N:Mays Ltd;;;;", "TEL:+44 1");
  expect(await cardsIn(named)).toEqual([{ Company: "Mays Ltd", "Company phone": "+44 1" }]);
  const mail = card("4.0", "KIND:org", "FN:Mays Ltd", "EMAIL:ann.field@mays.example");
  expect(await cardsIn(mail)).toEqual([{ Company: "Mays Ltd", "E-mail": "ann.field@mays.example" }]);
});

test("a person whose name has words of the company keeps it", async () => {
  const text = card("3.0", "FN:Ann Mays", "ORG:Ann Mays Ltd", "TEL:+44 1");
  expect(await cardsIn(text)).toEqual([{ "Full name": "Ann Mays", Company: "Ann Mays Ltd", Phone: "+44 1" }]);
});
