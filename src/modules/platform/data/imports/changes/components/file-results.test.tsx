import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { makeQueryClient } from "@/trpc/query-client";
import { ChangedRecords } from "./file-results";

const change = (label: string, kind: string, before: unknown, after: unknown, more = {}) => ({
  ...{ field: label, label, kind, before, after },
  ...more,
});

function shown(rows: readonly object[]): string {
  const client = makeQueryClient();
  const pages = [{ rows, nextCursor: null }];
  client.setQueryData(["import problems", "run", "file", "changes"], { pages, pageParams: [""] });
  const part = <ChangedRecords importId="run" file={{ id: "file", name: "firms.csv", mapping: [] }} />;
  return markupOf(part, client)
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("\u00a0", " ");
}

test("each changed value is shown as its kind is, before and after", () => {
  const changes = [
    change("Value", "money", { amount: 1000, currency: "USD" }, { amount: 1250, currency: "EUR" }),
    change("Probability", "integer", 50, 60, { percent: true }),
    change("Partner", "boolean", false, true),
    change("Phone", "text", "555", null),
    change("Owner", "reference", null, "Ann"),
  ];
  const text = shown([{ entity: "account", recordId: "a", label: "Acme", path: "/accounts/a", line: 2, changes }]);
  expect(text).toContain("Acme (opens in a new tab)");
  for (const words of [
    "Value: $10 →  becomes EUR 12.50",
    "Probability: 50% →  becomes 60%",
    "Partner: No →  becomes Yes",
    "Phone: 555 →  becomes empty",
    "Owner: empty →  becomes Ann",
  ])
    expect(text).toContain(words);
});

test("a record without a value to show, and a file without a record, say so", () => {
  const none = { entity: "account", recordId: "a", label: "Acme", path: null, line: 2, changes: [] };
  expect(shown([none])).toContain("No values that you can see are changed.");
  expect(shown([])).toContain("There are no values to list.");
});
