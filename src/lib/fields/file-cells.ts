import { type AddressPart, addressParts } from "@/lib/address";
import { joinedValues } from "@/lib/cell-values";
import { minutesText } from "@/lib/duration-text";
import { minorDigits } from "@/lib/money";
import type { RichText } from "@/lib/rich-text/rich-text";
import type { MemberReference, Money } from "@/lib/zod";
import { partHeader } from "./address";
import { valueIn } from "./custom";
import type { Entry } from "./entries";
import { typedTexts } from "./entry-types";
import type { ChoiceOption, Field, FieldOf, Fields } from "./field";
import { type LinkedRecord, linkColumns } from "./links";

/** A column of an exported file, with values for programs: ISO dates, decimals with a point. */
export interface FileColumn {
  header: string;
  /** The field that it shows. */
  field: string;
  /** The kind of its values, where they are more than texts. */
  type?: "number" | "day" | "instant";
  /** The kind of record that it names, where it may be of a module that is off. */
  entity?: string;
  cell(record: object): string;
}

/**
 * The columns of fields in exported files: amounts have one for their currency, references one for the id, addresses
 * one per part, links one per kind of record.
 */
export function fileColumns(fields: Fields): FileColumn[] {
  return Object.entries(fields).flatMap(([name, field]) => columnsOf(name, field));
}

/** The columns of a referenced record, such as the stage of an opportunity: its name and its id. */
export function recordColumns(name: string, label: string): FileColumn[] {
  return [
    filled(name, label, (value) => text((value as { name?: unknown }).name)),
    filled(name, `${label} id`, (value) => text((value as { id?: unknown }).id)),
  ];
}

/** A column that is empty if the record has no value. */
const filled = (
  name: string,
  header: string,
  cell: (value: unknown) => string,
  type?: FileColumn["type"],
): FileColumn => ({
  header,
  field: name,
  ...(type ? { type } : {}),
  cell: (record) => {
    const value = valueIn(record, name);
    return value === null || value === undefined ? "" : cell(value);
  },
});

function columnsOf(name: string, field: Field): FileColumn[] {
  const label = field.longLabel ?? field.label;
  const column = (header: string, cell: (value: unknown) => string, type?: FileColumn["type"]) =>
    filled(name, header, cell, type);
  switch (field.kind) {
    case "money":
      return [
        column(label, (value) => decimalAmount(value as Money), "number"),
        column(`${label} currency`, (value) => (value as { currency: string }).currency),
      ];
    case "amounts":
      return [
        column(label, (value) =>
          joinedValues((value as Money[]).map((one) => `${decimalAmount(one)} ${one.currency}`)),
        ),
      ];
    case "reference":
    case "member":
      return recordColumns(name, label);
    case "members": {
      const each = (of: "name" | "id") => (value: unknown) =>
        joinedValues((value as MemberReference[]).map((one) => one[of] ?? ""));
      return [column(label, each("name")), column(`${label} ids`, each("id"))];
    }
    case "address":
      return addressParts.map((part: AddressPart) =>
        column(partHeader(field as FieldOf<"address">, part), (value) =>
          text((value as Record<string, unknown>)[part]),
        ),
      );
    case "emails":
      return [column(label, (value) => joinedValues(typedTexts("emails", value as Entry[])))];
    case "phones":
      return [column(label, (value) => joinedValues(typedTexts("phones", (value as Entry[]).map(withWords))))];
    case "duration":
      return [column(label, (value) => minutesText(Number(value), field as FieldOf<"duration">))];
    case "choice":
      return [column(label, (value) => labelIn(field, value))];
    case "choices":
      return [column(label, (value) => joinedValues((value as unknown[]).map((one) => labelIn(field, one))))];
    case "richText":
      return [column(label, (value) => (value as RichText).text)];
    case "links":
      return linkColumns(name, (field as FieldOf<"links">).to).map(({ label: header, entity }) => ({
        ...column(header, (value) =>
          joinedValues((value as LinkedRecord[]).flatMap((link) => (link.entity === entity ? [link.name] : []))),
        ),
        entity,
      }));
    case "integer":
    case "number":
    case "percent":
      return [column(label, text, "number")];
    case "date":
      return [column(label, text, "day")];
    case "instant":
      return [column(label, text, "instant")];
    default:
      return [column(label, text)];
  }
}

/** People write the extension of a number in words. */
const withWords = (entry: Entry): Entry => ({ ...entry, value: entry.value.replace(";ext=", " ext. ") });

function labelIn(field: Field, value: unknown): string {
  const options = "options" in field ? (field.options as readonly ChoiceOption[]) : [];
  return options.find((option) => option.value === value)?.label ?? text(value);
}

/** Minor units as a decimal number, exactly. */
export function decimalAmount({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const padded = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits);
  return `${amount < 0 ? "-" : ""}${whole}${digits > 0 ? `.${padded.slice(-digits)}` : ""}`;
}

/** Any other value: texts as they are, objects as JSON. */
export function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
