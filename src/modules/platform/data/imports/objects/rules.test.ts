import "@/registry/register";
import { expect, test } from "vitest";
import { seeColumns } from "@/lib/match-columns";
import { catalog } from "@/server/catalog";
import { guessObject } from "../rules";
import { objectsIn } from "./rules";

const catalogs = () => catalog().importers.map((importer) => importer.catalog);

/** The objects of a file with their columns: "contact: firstName - emails". */
function found(headers: string, ...rows: string[]): string[] {
  const columns = seeColumns(
    headers.split("|"),
    rows.map((row) => row.split("|")),
  );
  const { entity } = guessObject(catalogs(), "export.csv", columns);
  const parts = objectsIn(catalogs(), entity ?? "", columns);
  return parts.map((part) => `${part.entity}: ${part.mapping.map(({ field }) => field ?? "-").join(" ")}`).toSorted();
}

test("people, companies and deals of one file each have columns of their own, and point to each other", () => {
  expect(
    found(
      "First Name|Last Name|Email|Company|Company Domain|Industry|Deal Name|Deal Stage|Deal Value|Close Date",
      "Ann|Field|ann@x.example|Acme|acme.example|Software|Rollout|Proposal|1200|2026-12-01",
    ),
  ).toEqual([
    "account: - - - name domain industry - - - -",
    "contact: firstName lastName emails account - - - - - -",
    "opportunity: - - contact account - - name stage amount closeDate",
  ]);
});

test("a column of another object fits only a field that refers to it", () => {
  expect(found("First name|Email|Deal Name|Title", "Ann|ann@x.example|Rollout|Buyer")).toEqual([
    "contact: firstName emails - jobTitle",
  ]);
});

test.each([
  ["of one object is that object alone", "Deal Name|Company|Stage|Amount", "Rollout|Acme|Proposal|1200", 1],
  ["all of whose headers begin alike too", "Deal - Title|Deal - Value|Deal - Person", "Rollout|1200|Ann", 1],
  ["of people with one fact of their company too", "Name|Email|Company|Industry", "Ann|a@x.example|Acme|Food", 1],
])("a file %s", (_title, headers, row, objects) => {
  expect(found(headers, row)).toHaveLength(objects);
});
