import "server-only";
import { z } from "zod";
import { joinedValues } from "@/lib/cell-values";
import { entriesIn } from "@/lib/coerce/coerce-entries";
import { namedAddress } from "@/lib/coerce/named-address";
import { fileSource } from "@/lib/fields/base";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { derivedIn } from "@/lib/fields/derived";
import { typedValue } from "@/lib/fields/entry-types";
import type { Field, Fields } from "@/lib/fields/field";
import { importRowOf } from "@/lib/fields/import-row";
import { type ImportRow, rowReader } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { SetColumn } from "../../db/row-sets.ts";
import type { ClearCell, Formats, FromFile, StoredColumn } from "../../fields/kind.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import { withDerived } from "../derived.ts";
import { emptyRow } from "../empty-row.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { cellsBehindName, clearableCells } from "./clears.ts";
import type { Cells, Columns } from "./rules.ts";

/** How rows of files become stored columns of a noun. */
export interface ImportRows {
  /** Reads the cells of a row, each once. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<Cells>;
  /** The same of the workspace's own fields alone. */
  readAdded(values: ImportRow["values"]): z.ZodSafeParseResult<Cells>;
  /** A new record of which nothing is known. */
  empty: Columns;
  /**
   * The record with the values of a row; an empty cell leaves a field as it is, unless it is among those that clear.
   * Amounts and telephone numbers are read in the workspace's formats.
   */
  merge(before: Columns, row: Cells, formats: Formats, clears?: readonly string[]): Columns;
  /** The cells that can clear something. */
  clearable: ReadonlySet<string>;
  sets: readonly SetColumn<Columns>[];
  /** Columns in JSON, as the ledger of an import keeps them, and back. */
  image(columns: Columns): Record<string, unknown>;
  fromImage(image: Columns): Columns;
}

type Named = readonly [name: string, field: Field];

/** The fields of a noun as its import uses them; `links` are set when all rows of a file are in. */
export function importRows({ noun, table }: Pick<NounRuntime, "noun" | "table">, links: readonly string[]): ImportRows {
  const fields = Object.entries<Field>(noun.fields);
  const stored: [string, StoredColumn][] = fields.flatMap(([name, field]) =>
    Object.entries(storedRulesOf(field).columns(name, field)),
  );
  const ofType = (...types: string[]) => stored.flatMap(([name, { type }]) => (types.includes(type) ? [name] : []));
  const [exact, moments] = [ofType("bigint"), ofType("date", "timestamptz")];
  const derived = derivedIn(noun.fields).map(([name]) => name);
  const added = Object.fromEntries(fields.filter(([name]) => isCustomName(name) || name === tagsName));
  const setters = settersOf(fields.filter(([name]) => !links.includes(name) && !derived.includes(name)));
  const clearing = clearableCells(noun);
  const behindName = cellsBehindName(noun.fields);
  const merge: ImportRows["merge"] = (before, row, formats, clears = []) => {
    // Cleared first: a value may come back in another column of the same row.
    const rest = clears.length === 0 ? before : cleared(clearing, before, clears);
    const after = derive(noun.fields, merged(setters, rest, row, formats), row, formats);
    if (rest === before || !lacksName(noun.fields, after)) return after;
    return merge(
      before,
      row,
      formats,
      clears.filter((cell) => !behindName.has(cell)),
    );
  };
  return {
    read: rowReader(withAddressApart(noun.fields)) as ImportRows["read"],
    readAdded: rowReader(importRowOf(added)) as ImportRows["read"],
    empty: emptyRow(noun.fields),
    merge,
    clearable: new Set(clearing.keys()),
    sets: table.sets,
    // A revert brings back the values of single fields: others may have changed the rest.
    image: ({ custom: _, ...columns }) => mapped(columns, exact, String),
    fromImage: (image) =>
      mapped(
        mapped(image, exact, (value) => BigInt(String(value))),
        moments,
        (value) => new Date(String(value)),
      ),
  };
}

/** Rows of people whose name comes with an address beside it: both are values, and of several addresses none is lost. */
function withAddressApart(fields: Fields): z.ZodType {
  const schema = importRowOf(fields);
  const [emails] = Object.entries<Field>(fields).find(([, { kind }]) => kind === "emails") ?? [];
  const isPerson = derivedIn(fields).some(([name, { parts }]) => name === "name" && parts);
  if (emails === undefined || !isPerson) return schema;
  return z.preprocess((values) => {
    const row = values as ImportRow["values"];
    const both = typeof row.name === "string" ? namedAddress(row.name) : null;
    if (!both) return row;
    const given = entriesIn(String(row[emails] ?? ""));
    const isThere = given.some((one) => foldKey(typedValue("emails", one).value) === foldKey(both.email));
    return { ...row, name: both.name, [emails]: joinedValues([...given, ...(isThere ? [] : [both.email])]) };
  }, schema);
}

const settersOf = (fields: readonly Named[]) =>
  fields.map(([name, field]) => storedRulesOf(field).fromFile(name, field));

function merged(setters: readonly FromFile[], before: Columns, row: Cells, formats: Formats): Columns {
  const after = { ...before };
  for (const set of setters) set(after, row, formats);
  // A source alone says nothing, and an id always has one.
  const source = (row.externalId === before.externalId ? before.externalSource : null) ?? fileSource;
  after.externalSource = row.externalId === undefined ? before.externalSource : (row.externalSource ?? source);
  return after;
}

function cleared(clearing: ReadonlyMap<string, ClearCell>, before: Columns, clears: readonly string[]): Columns {
  const after = { ...before };
  for (const cell of clears) clearing.get(cell)?.(after);
  return after;
}

/** Whether a name that follows from other fields is lost with them. */
const lacksName = (fields: Fields, columns: Columns): boolean =>
  derivedIn(fields).some(([name, { missing }]) => missing && (columns[name] ?? "") === "");

/** The columns with those that follow from others; a text that a file gives whole is divided first. */
function derive(fields: Fields, columns: Columns, row: Cells, formats: Formats): Columns {
  const derived = derivedIn(fields);
  if (derived.length === 0) return columns;
  const after: Record<string, unknown> = { ...columns };
  for (const [name, { value, parts }] of derived) {
    const given = row[name];
    if (!parts || given === undefined || Object.keys(parts("")).some((part) => row[part] !== undefined)) continue;
    if (foldKey(String(value(columns) ?? "")) !== foldKey(String(given))) Object.assign(after, parts(String(given)));
  }
  return withDerived(fields, after, formats);
}

/** The columns with some of them changed, but for those that are empty. */
function mapped(columns: Columns, names: readonly string[], change: (value: unknown) => unknown) {
  const all: Record<string, unknown> = { ...columns };
  for (const name of names) if ((all[name] ?? null) !== null) all[name] = change(all[name]);
  return all;
}
