import "server-only";
import type { z } from "zod";
import { fileSource } from "@/lib/fields/base";
import type { Field } from "@/lib/fields/field";
import { importRowOf } from "@/lib/fields/import-row";
import { type ImportRow, rowReader } from "@/lib/import-rows";
import type { SetColumn } from "../../db/row-sets.ts";
import type { FromFile, StoredColumn } from "../../fields/kind.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import type { Made } from "../made.ts";
import type { Cells, Columns } from "./rules.ts";

/** How rows of files become stored columns of a noun. */
export interface ImportRows {
  /** Reads the cells of a row, each once. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<Cells>;
  /** A new record of which nothing is known. */
  empty: Columns;
  /**
   * The record with what a row says; an empty cell leaves a field as it is. `currency` is that of amounts without
   * one.
   */
  merge(before: Columns, row: Cells, currency: string): Columns;
  sets: readonly SetColumn<Columns>[];
  /** Columns in JSON, as the ledger of an import keeps them, and back. */
  image(columns: Columns): Record<string, unknown>;
  fromImage(image: Columns): Columns;
}

type Named = readonly [name: string, field: Field];

/** The fields of a noun as its import uses them; `links` are set when all rows of a file are in. */
export function importRows({ noun, table }: Pick<Made, "noun" | "table">, links: readonly string[]): ImportRows {
  const fields = Object.entries<Field>(noun.fields);
  const stored: [string, StoredColumn][] = fields.flatMap(([name, field]) =>
    Object.entries(storedRulesOf(field).columns(name, field)),
  );
  const ofType = (...types: string[]) => stored.flatMap(([name, { type }]) => (types.includes(type) ? [name] : []));
  const [exact, moments] = [ofType("bigint"), ofType("date", "timestamptz")];
  const takers = takersOf(fields.filter(([name]) => !links.includes(name)));
  return {
    read: rowReader(importRowOf(noun.fields)) as ImportRows["read"],
    empty: emptyOf(fields),
    merge: (before, row, currency) => merged(takers, before, row, currency),
    sets: table.sets,
    image: (columns) => mapped(columns, exact, String),
    fromImage: (image) =>
      mapped(
        mapped(image, exact, (value) => BigInt(String(value))),
        moments,
        (value) => new Date(String(value)),
      ),
  };
}

const takersOf = (fields: readonly Named[]) =>
  fields.map(([name, field]) => storedRulesOf(field).fromFile(name, field));

function merged(takers: readonly FromFile[], before: Columns, row: Cells, currency: string): Columns {
  const after = { ...before };
  for (const take of takers) take(after, row, currency);
  // A source alone says nothing, and an id always has one.
  after.externalSource = row.externalId === undefined ? before.externalSource : (row.externalSource ?? fileSource);
  return after;
}

/** The columns with some of them changed, but for those that are empty. */
function mapped(columns: Columns, names: readonly string[], change: (value: unknown) => unknown) {
  const all: Record<string, unknown> = { ...columns };
  for (const name of names) if ((all[name] ?? null) !== null) all[name] = change(all[name]);
  return all;
}

function emptyOf(fields: readonly Named[]): Columns {
  const columns = fields.flatMap(([name, field]) => {
    const rules = storedRulesOf(field);
    const values = rules.write(name, field, field.initial);
    return Object.entries(rules.columns(name, field)).flatMap(([column, { folds }]) =>
      folds ? [] : [[column, values[column] ?? null] as const],
    );
  });
  return Object.fromEntries(columns);
}
