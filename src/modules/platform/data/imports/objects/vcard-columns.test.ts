import "@/registry/register";
import { expect, test } from "vitest";
import { seeColumns } from "@/lib/match-columns";
import { card, readIn } from "@/lib/vcard/vcard.fixture";
import { catalog } from "@/server/catalog";
import { guessObject } from "../rules";
import { objectsIn } from "./rules";

/** By object the fields that the columns of cards fill, as "Header: field"; `nothing` lists the columns that fill none. */
async function filled(...cards: string[]): Promise<Record<string, string[]>> {
  const catalogs = catalog().importers.map((importer) => importer.catalog);
  const rows = (await readIn(cards.join(""))).map(({ cells }) => cells);
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = seeColumns(
    headers,
    rows.map((row) => headers.map((header) => row[header] ?? "")),
  );
  const parts = objectsIn(catalogs, guessObject(catalogs, "contacts.vcf", columns).entity ?? "", columns);
  const byObject = parts.map(({ entity, mapping }) => [
    entity,
    mapping.flatMap(({ column, field }) => (field ? [`${headers[column]}: ${field}`] : [])),
  ]);
  const nothing = headers.filter((_, place) => !parts.some(({ mapping }) => mapping[place]?.field));
  return { ...Object.fromEntries(byObject), nothing };
}

const ann = card(
  "3.0",
  "N:Field;Ann;Maria",
  "ORG:Mays;Sales",
  "TITLE:Buyer",
  "EMAIL:ann@mays.example",
  "TEL;CELL:+44 20 7946 0001",
  "TEL;Assistant:+44 20 7946 0002",
  "ADR;TYPE=HOME:;;1 Main St;Leeds;;LS1;UK",
  "item1.RELATED:Eva",
  "item1.X-ABLabel:Manager",
  "item2.URL:https://blog.example",
  "item2.X-ABLabel:Blog",
  "X-COMPANY:Acme",
  "X-PHONE:+44 20 7946 0003",
  "X-CITY:Ulm",
);
const people = [
  "First name: firstName",
  "Last name: lastName",
  "Department: department",
  "Company: account",
  "Job title: jobTitle",
  "E-mail: emails",
  "Phone: phones",
  "Street: mailingStreet",
  "Postal code: mailingPostalCode",
  "City: mailingCity",
  "Country: mailingCountry",
];

test("what a card of a person says in its own words fills no field by itself", async () => {
  const { contact, account, nothing } = await filled(ann);
  expect(contact?.toSorted()).toEqual(people.toSorted());
  expect(account).toBeUndefined();
  expect(nothing).toEqual(
    expect.arrayContaining(["Assistant number", "Kind of address", "Manager", "Blog page", "Entry X-COMPANY"]),
  );
});

test("own labels of people fill nothing of a company, whatever its cards lack", async () => {
  const company = card("3.0", "ORG:Harbour Cranes", "X-ABShowAs:COMPANY", "ADR:;;1 Dock Rd;London;;E1;UK");
  const { contact, account } = await filled(ann, company);
  expect(contact?.toSorted()).toEqual(people.toSorted());
  expect(account).toEqual([
    "Company: name",
    "Company street: street",
    "Company postal code: postalCode",
    "Company city: city",
    "Company country: country",
  ]);
});

test("a company beside people fills its own fields, and none of theirs", async () => {
  const company = card(
    "3.0",
    "ORG:Harbour Cranes;Hire",
    "X-ABShowAs:COMPANY",
    "TEL:+44 20 7946 0004",
    "TEL;Gate:+44 20 7946 0005",
    "EMAIL:info@harbour.example",
    "URL:https://harbour.example",
    "URL:https://shop.harbour.example",
    "URL:https://www.linkedin.com/company/harbour",
    "ADR:;;1 Dock Rd;London;;E1;UK",
    "ADR:;;2 Dock Rd;London;;E1;UK",
    "TITLE:Cranes for hire",
    "CATEGORIES:Suppliers",
    "BDAY:1950-01-01",
    "NICKNAME:HC",
    "UID:1-2-3",
    "NOTE:Big",
  );
  const { contact, account, nothing } = await filled(ann, company);
  expect(contact?.toSorted()).toEqual(people.toSorted());
  expect(account).toEqual([
    "Company: name",
    "Company phone: phone",
    "Company website: website",
    "Company street: street",
    "Company postal code: postalCode",
    "Company city: city",
    "Company country: country",
    "Company description: description",
  ]);
  expect(nothing?.filter((header) => header.startsWith("Company") || header === "UID")).toEqual([
    "Company e-mail",
    "Company department",
    "Company gate number",
    "Company other numbers",
    "Company other addresses",
    "Company LinkedIn",
    "Company other websites",
    "Company job title",
    "Company tags",
    "Company birthday",
    "Company nickname",
    "UID",
  ]);
});
