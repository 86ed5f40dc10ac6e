import "server-only";
import type { z } from "zod";
import type { Field, Fields } from "@/lib/fields/field";
import { type ImportRowOf, importRowOf } from "@/lib/fields/import-row";
import type { StoredBase, StoredOf } from "@/lib/fields/record";
import { type ImportRow, rowReader } from "@/lib/import-rows";
import type { NounEntity } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { SetColumn } from "../db/row-sets.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import type { NounTable } from "./table.ts";

/** The stored columns of a noun's fields alone, as imports read and write them. */
export type ColumnsOf<F extends Fields> = Omit<StoredOf<F>, keyof StoredBase>;

interface ImportRows<F extends Fields> {
  /** Reads the cells of a row, each once. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<ImportRowOf<F>>;
  /** A new record of which nothing is known. */
  empty: ColumnsOf<F>;
  /** The record with what a row says; an empty cell leaves a field as it is. `currency` is that of amounts without one. */
  merge(before: ColumnsOf<F>, row: ImportRowOf<F>, currency: string): ColumnsOf<F>;
  sets: SetColumn<ColumnsOf<F>>[];
  /** Columns in JSON, as the ledger of an import keeps them, and back. */
  image(columns: ColumnsOf<F>): Record<string, unknown>;
  fromImage(image: Readonly<Record<string, unknown>>): ColumnsOf<F>;
}

/** What imports of a noun need to know of its fields. */
export function importRows<F extends Fields>(given: { noun: Noun<NounEntity, F>; table: NounTable }): ImportRows<F> {
  const { noun, table } = given;
  const fields = Object.entries<Field>(noun.fields);
  const exact = fields.flatMap(([name, field]) =>
    Object.entries(storedRulesOf(field).columns(name, field)).flatMap(([column, { type }]) =>
      type === "bigint" ? [column] : [],
    ),
  );
  const takers = fields.map(([name, field]) => storedRulesOf(field).fromFile(name, field));
  return {
    read: rowReader(importRowOf(noun.fields)),
    empty: emptyOf(fields) as ColumnsOf<F>,
    merge(before, row, currency) {
      const after = { ...before };
      for (const take of takers) take(after, row as Readonly<Record<string, unknown>>, currency);
      return after;
    },
    sets: table.sets as unknown as SetColumn<ColumnsOf<F>>[],
    image: (columns) => mapped(columns, exact, (value) => String(value)),
    fromImage: (image) => mapped(image, exact, (value) => BigInt(String(value))) as ColumnsOf<F>,
  };
}

/** The columns with some of them changed, but for those that are empty. */
function mapped(columns: object, names: readonly string[], change: (value: unknown) => unknown) {
  const all: Record<string, unknown> = { ...columns };
  for (const name of names) if ((all[name] ?? null) !== null) all[name] = change(all[name]);
  return all;
}

function emptyOf(fields: [string, Field][]): Record<string, unknown> {
  const columns = fields.flatMap(([name, field]) => {
    const rules = storedRulesOf(field);
    const values = rules.write(name, field, field.initial);
    return Object.entries(rules.columns(name, field)).flatMap(([column, { folds }]) =>
      folds ? [] : [[column, values[column] ?? null] as const],
    );
  });
  return Object.fromEntries(columns);
}
