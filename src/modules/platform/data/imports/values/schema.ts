import { z } from "zod";
import { id, integer, queryText } from "@/lib/zod";
import { offeredMapping } from "../mappings/schema";
import { dateOrders, fileInput, missingRule, valueGroup } from "../schema";

export const listValuesInput = fileInput.extend({
  field: z.string().max(100).optional(),
  /** Values that contain this text. */
  q: queryText.optional(),
  /** Skips so many values. */
  after: integer.min(0).max(1_000_000).optional(),
  limit: z.int().min(1).max(200).optional(),
});
export const valuePage = z.object({ rows: z.array(valueGroup), total: z.int(), next: z.int().nullable() });

/** The values of a field that name no record, but for those with a decision of their own. */
export const missingValues = z.object({
  field: z.string(),
  values: z.int(),
  rows: z.int(),
  /** The word for one record that they name, and for several. */
  label: z.object({ one: z.string(), many: z.string() }),
  /** A sentence on new ones where people would expect a cost: "They take no seat". */
  createNote: z.string().nullable(),
  /** The answers to choose from. */
  rules: z.array(missingRule),
  rule: missingRule.nullable(),
});
export const columnCheck = z
  .object({
    column: z.int(),
    header: z.string(),
    samples: z.array(z.string()),
    field: z.string().nullable(),
    filled: z.int(),
    /** It has values, and no object of its rows uses them: they stay with the import. */
    kept: z.boolean(),
    distinct: z.int(),
    /** Values that are found or readable, among the distinct ones. */
    found: z.int(),
    /** Rows whose value needs a decision or cannot be read. */
    openRows: z.int(),
    dateOrder: z.enum(dateOrders).nullable(),
    decimal: z.enum([".", ","]).nullable(),
    /** Both readings fit: a person has to choose. */
    ambiguous: z.boolean(),
    zeros: z.int(),
    /** Amounts that are hardly in single units: the probable unit, and why. */
    unit: z.object({ multiplier: z.int(), reason: z.string() }).nullable(),
    /** Values with HTML codes such as &amp;, which are read as the signs that they stand for; null without any. */
    codes: z.object({ values: z.int(), example: z.string(), readAs: z.string() }).nullable(),
    /** One sentence: "30 of 30 found". */
    note: z.string(),
    state: z.enum(["ok", "warning", "none"]),
  })
  .meta({ id: "ColumnCheck" });
const storedNumber = z.string().nullable();
export const nationalCells = z
  .object({
    /** The cells that hold such numbers; at least so many where `more`. */
    cells: z.int(),
    more: z.boolean(),
    /** The country of the workspace by its name; null where its locale has none. */
    country: z.string().nullable(),
    /** The headers of the columns that say the country of a row. */
    countryColumns: z.array(z.string()),
    /** The first ones, with their stored form by each answer; null where they stay as written. */
    examples: z.array(
      z.object({ line: z.int(), written: z.string(), workspaceCountry: storedNumber, rowCountry: storedNumber }),
    ),
  })
  .meta({ id: "NationalCells" });
export const fileAnalysis = z
  .object({
    fileId: id,
    columns: z.array(columnCheck),
    /** Of each column the first of them, open ones before decided ones. */
    values: z.array(valueGroup),
    /** How many values of a field are not among them. */
    unlisted: z.array(z.object({ field: z.string(), open: z.int(), openRows: z.int(), decided: z.int() })),
    missing: z.array(missingValues),
    /** How many rows have no key by which they could be recognised; null where each row has one, or no column is one. */
    withoutKey: z.object({ rows: z.int(), key: z.string() }).nullable(),
    /** Rows that lack what each must have, with the sentence that says it: they stay out. `all` where no row has it. */
    impossible: z.array(z.object({ rows: z.int(), reason: z.string(), all: z.boolean() })),
    /** Where no row is possible: another object whose rows they could be. */
    otherObject: z.string().nullable(),
    /** The object is a guess: it has to be confirmed by setting it before the check. */
    needsObject: z.boolean(),
    /** The reasons why this file cannot be imported at all. */
    blockers: z.array(z.string()),
    /** Names of an object beside another one that have several ids in this column, with the name of most rows. */
    repeatedNames: z.object({ column: z.int(), names: z.int(), example: z.string(), rows: z.int() }).nullable(),
    /** New records need the question "who owns them". */
    asksOwner: z.boolean(),
    /** Its telephone numbers without a country code; null without any, and in a file that was exported here. */
    nationalNumbers: nationalCells.nullable(),
    /** The saved mappings that fit most of its columns, the best first. */
    mappings: z.array(offeredMapping),
  })
  .meta({ id: "FileAnalysis" });
export const analysis = z.array(fileAnalysis);
