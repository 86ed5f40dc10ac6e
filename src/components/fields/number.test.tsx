import { describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { valueText } from "@/lib/value-text";
import { fieldColumns, fieldFilters, fieldSorts } from "./field-columns";
import { partsOf } from "./kinds";

const fields = {
  size: field.number({ label: "Size", decimals: 6, sortable: true }),
  share: field.number({ label: "Share", unit: "%" }),
};
const at = (locale: string) => ({ locale, currency: "EUR" }) as never;

describe("a number with decimals", () => {
  test.each([
    ["en-US", "1,234.567891", "12.5%"],
    ["de-DE", "1.234,567891", "12,5\u00a0%"],
  ])("is shown in %s with all of its decimals and its unit", (locale, size, share) => {
    expect(partsOf(fields.size).show(1234.567891, fields.size, at(locale))).toBe(size);
    expect(partsOf(fields.share).show(12.5, fields.share, at(locale))).toBe(share);
  });

  test("is edited in place as what it is, filtered and sorted as a number", () => {
    const columns = fieldColumns(fields, at("en-US"));
    expect(columns.map(({ kind, editable }) => [kind, editable?.kind])).toEqual([
      ["number", "number"],
      ["number", "percent"],
    ]);
    expect(fieldFilters(fields, at("en-US")).map(({ kind }) => kind)).toEqual(["number", "number"]);
    expect(fieldSorts(fields, at("en-US"))).toEqual([{ field: "size", label: "Size" }]);
  });

  test("is told by a timeline in the formats of the workspace", () => {
    const formats = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin", today: "2026-11-22" };
    expect(valueText(0.123456, { kind: "decimal" }, formats)).toBe("0,123456");
    expect(valueText(12.25, { kind: "decimal", percent: true }, formats)).toBe("12,25\u00a0%");
  });
});
