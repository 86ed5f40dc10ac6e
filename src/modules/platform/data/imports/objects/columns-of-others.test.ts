import "@/registry/register";
import { expect, test } from "vitest";
import type { Catalog } from "@/lib/catalog";
import { seeColumns } from "@/lib/match-columns";
import { catalog } from "@/server/catalog";
import { guessObject } from "../rules";
import { objectsIn } from "./rules";

const catalogs = () => catalog().importers.map((importer) => importer.catalog);

/** By object the fields that columns fill, as "Header: field"; `nothing` lists the columns that fill none. */
const read = (name: string, headers: string, ...rows: string[]) => readBy(catalogs(), name, headers, ...rows);

function readBy(known: Catalog[], name: string, headers: string, ...rows: string[]): Record<string, string[]> {
  const columns = seeColumns(
    headers.split("|"),
    rows.map((row) => row.split("|")),
  );
  const parts = objectsIn(known, guessObject(known, name, columns).entity ?? "", columns);
  const filled = parts.map(({ entity, mapping }) => [
    entity,
    mapping.flatMap(({ column, field }) => (field ? [`${columns[column]?.header}: ${field}`] : [])),
  ]);
  const nothing = columns.flatMap(({ header }, place) =>
    parts.some(({ mapping }) => mapping[place]?.field) ? [] : [header],
  );
  return { ...Object.fromEntries(filled), nothing };
}

test("of leads and their companies, ids, phones and places are those of the people", () => {
  const leads = read(
    "leads.csv",
    "Lead ID|First Name|Last Name|Title|Company / Account|Email|Phone|Mobile|City|Zip/Postal Code|Lead Source|Lead Status|Industry|Annual Revenue|No. of Employees|Lead Owner|Website|Last Activity",
    "00Q1|Ann|Field|Buyer|Acme|ann@acme.example|+1 555 0100|+1 555 0200|Berlin|10115|Web|Working|Software|1000000|120|Pat Common|https://acme.example|2024-03-01",
    "00Q2|Bob|Hill|CEO|Bolt|bob@bolt.example|+1 555 0101||Ulm|89073|Trade Show|Open|Retail|2000000|55|Pat Common|https://bolt.example|2024-03-02",
  );
  expect(leads.account).toEqual([
    "Company / Account: name",
    "Industry: industry",
    "Annual Revenue: annualRevenue",
    "No. of Employees: employees",
    "Website: website",
  ]);
  expect(leads.contact).toEqual(
    expect.arrayContaining([
      "Lead ID: externalId",
      "Company / Account: account",
      "Phone: phones",
      "City: mailingCity",
      "Zip/Postal Code: mailingPostalCode",
      "Lead Owner: owner",
    ]),
  );
});

test("an export of contacts with company columns has one id, which is that of the contact", () => {
  const { account, contact, nothing } = read(
    "all-contacts.csv",
    "Record ID|First Name|Last Name|Email|Phone Number|Contact owner|Last Activity Date|Associated Company|Associated Company IDs|Company Name|Website URL|Industry|Number of Employees",
    "101|Ann|Field|ann@acme.example|+1 555 0100|Pat Common|2024-03-01 10:00|Acme|9001|Acme|https://acme.example|Software|120",
  );
  expect(account).toEqual([
    "Company Name: name",
    "Website URL: website",
    "Industry: industry",
    "Number of Employees: employees",
  ]);
  expect(contact).toEqual(
    expect.arrayContaining(["Record ID: externalId", "Phone Number: phones", "Contact owner: owner"]),
  );
  expect(nothing).toEqual(["Associated Company IDs"]);
});

test("columns that name an object are that object's, and a stage beside a value and a name is the opportunity's", () => {
  const all = read(
    "everything.csv",
    "Lead ID|Contact|Contact Email|Contact Phone|Company|Company Phone|Company Size|Website|Contact Owner|Owner|Source|Stage|Opportunity Name|Amount|Last Activity Date",
    "L-1|Ann Field|ann@acme.example|+1 555 0100|Acme|+1 555 9000|120|https://acme.example|Pat Common|Kim Other|Website|Proposal|Rollout|1200|2024-03-01",
  );
  expect(all.account).toEqual([
    "Company: name",
    "Company Phone: phone",
    "Company Size: employees",
    "Website: website",
    "Owner: owner",
  ]);
  expect(all.contact).toEqual([
    "Lead ID: externalId",
    "Contact: name",
    "Contact Email: emails",
    "Contact Phone: phones",
    "Company: account",
    "Contact Owner: owner",
    "Source: leadSource",
    "Last Activity Date: lastContactedAt",
  ]);
  expect(all.opportunity).toEqual([
    "Contact: contact",
    "Company: account",
    "Owner: owner",
    "Stage: stage",
    "Opportunity Name: name",
    "Amount: amount",
  ]);
});

test("the owner of a contact is not the contact of a deal, and days that are past are no next step", () => {
  const deals = read(
    "deals.csv",
    "Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount|Associated Contact|Last Activity Date|Next Activity Date|Contact owner|Owner Role|Source",
    "5001|Rollout|Proposal|2026-12-01|Pat Common|1200|Julia Weiß (julia@acme.example)|2024-03-01|2024-03-20|Kim Other|Sales|Web",
  );
  expect(deals).toEqual({
    opportunity: [
      "Record ID: externalId",
      "Deal Name: name",
      "Deal Stage: stage",
      "Close Date: closeDate",
      "Deal owner: owner",
      "Amount: amount",
      "Associated Contact: contact",
      "Source: leadSource",
    ],
    nothing: ["Last Activity Date", "Next Activity Date", "Contact owner", "Owner Role"],
  });
  const roles = read("deals.csv", "Deal Name|Amount|Owner Role|Account Type", "Rollout|1200|Sales|Partner");
  expect(roles.nothing, "facts of records that a deal points to").toEqual(["Owner Role", "Account Type"]);
  const overdue = read("deals.csv", "Deal Name|Amount|Next step|Next step on", "Rollout|1200|Call|2024-03-20");
  expect(overdue.opportunity, "the field by its own name").toContain("Next step on: nextStepOn");
  const year = new Date().getFullYear() + 1;
  const ahead = read("deals.csv", "Deal Name|Amount|Next Activity Date", `Rollout|1200|${year}-03-20`);
  expect(ahead.opportunity).toContain("Next Activity Date: nextStepOn");
});

test("a source is where leads come from, and not the program of ids", () => {
  const clients = read(
    "clients.csv",
    "Account Id|Account Name|Contact Name|Contact Email|Industry|City|Source",
    "A-1|Mays Inc|Ann Field|ann@mays.example|Software|Berlin|Web",
  );
  expect([clients.contact, clients.account].flat().filter((one) => one?.startsWith("Source"))).toEqual([
    "Source: leadSource",
  ]);
  expect(read("accounts.csv", "Company|Industry|Source", "Acme|Software|Web").nothing).toEqual(["Source"]);
});

test("a type of deals that is none of the types of accounts makes no account of it", () => {
  const report = read(
    "report.csv",
    "Account Name|Opportunity Name|Stage|Amount|Type|Account ID|Primary Contact|Contact: Email|Lead Source",
    "Acme|Rollout|Proposal|1200|New Business|0011|Julia Weiß|julia@acme.example|Web",
  );
  expect(report.account).toEqual(["Account Name: name", "Account ID: externalId"]);
  expect(report.contact).toEqual(["Account Name: account", "Primary Contact: name", "Contact: Email: emails"]);
  expect(report.opportunity).toContain("Lead Source: leadSource");
  expect(report.nothing).toEqual(["Type"]);
});

test("a list with a name and a company is one of people, whatever the file is called", () => {
  const list = read(
    "customers-export.csv",
    "ID|Name|E-Mail|Telefon|Firma|Webseite|Branche|Verantwortlich|Quelle|Ort",
    "1|Ann Field|ann@acme.example|+49 30 100|Acme|https://acme.example|Software|Pat Common|Web|Berlin",
  );
  expect(list.contact).toEqual([
    "ID: externalId",
    "Name: name",
    "E-Mail: emails",
    "Telefon: phones",
    "Firma: account",
    "Verantwortlich: owner",
    "Quelle: leadSource",
    "Ort: mailingCity",
  ]);
});

test.each(["Company e-mail", "Firmen-E-Mail", "E-Mail Firma"])("%s fills the e-mail field of accounts", (header) => {
  const known = catalogs().map((one) => {
    if (one.entity !== "account") return one;
    return { ...one, columns: { ...one.columns, "custom:mail": { label: "E-mail", kind: "email" } as const } };
  });
  const { account, contact } = readBy(
    known,
    "list.csv",
    `Vorname|Nachname|Firma|${header}`,
    "Anna|Moll|Mays|info@mays.example",
  );
  expect(account).toEqual(["Firma: name", `${header}: custom:mail`]);
  expect(contact).toEqual(["Vorname: firstName", "Nachname: lastName", "Firma: account"]);
});
