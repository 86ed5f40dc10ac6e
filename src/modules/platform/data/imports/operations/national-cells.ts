import "server-only";
import type { z } from "zod";
import { nationalIn } from "@/lib/coerce/national-numbers";
import { countryIn } from "@/lib/country-in";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import type { nationalCells } from "../values/schema";
import { type DistinctValue, distinctValues } from "./distinct-values";
import { type CountryColumn, countryOfRow, isPhones, type NationalReading, storedIn } from "./national-numbers";
import type { FilePlan, PlannedColumn } from "./plan-file";
import { cellsOf, rowsWhere } from "./read-slice";

const maxExamples = 10;
/** Of a column, to see whether it holds countries. */
const enough = 50;

type NationalCells = z.input<typeof nationalCells>;

/** The telephone numbers without a country code of one column: how many cells hold some, and the first of them. */
export interface FoundNational extends Pick<NationalCells, "cells" | "more"> {
  first: { line: number; number: string }[];
}

/** Those among the different values of a column; null for a column of other values, and without any. */
export function foundNational(
  { national }: Pick<FilePlan, "national">,
  column: PlannedColumn,
  values: readonly DistinctValue[],
  more: boolean,
): FoundNational | null {
  if (!national || !isPhones(column)) return null;
  let cells = 0;
  const first: FoundNational["first"] = [];
  for (const { text, rows, line } of values) {
    const cell = column.read(text);
    const numbers = cell.kind === "value" ? nationalIn(String(cell.value)) : [];
    if (numbers.length === 0) continue;
    cells += rows;
    first.push(...numbers.map((number) => ({ line, number })));
  }
  return cells > 0 ? { cells, more, first: inOrder(first) } : null;
}

/** The first ones, each once in its row. */
function inOrder(first: FoundNational["first"]): FoundNational["first"] {
  const once = new Map(first.map((one) => [`${one.line} ${one.number}`, one]));
  return [...once.values()].toSorted((a, b) => a.line - b.line).slice(0, maxExamples);
}

/** The same of a whole file, with what each answer makes of the first ones. */
export async function nationalCellsOf(
  ctx: Ctx,
  { file, national }: Pick<FilePlan, "file" | "national">,
  found: readonly FoundNational[],
): Promise<NationalCells | null> {
  if (!national || found.length === 0) return null;
  const { workspace } = national;
  const columns: CountryColumn[] = [];
  for (const column of national.columns) if (await holdsCountries(ctx, file.id, column)) columns.push(column);
  const first = inOrder(found.flatMap((one) => one.first));
  return {
    cells: found.reduce((sum, { cells }) => sum + cells, 0),
    more: found.some(({ more }) => more),
    country: workspace ? (new Intl.DisplayNames("en", { type: "region" }).of(workspace) ?? workspace) : null,
    countryColumns: columns.map(({ header }) => header),
    examples: await examplesOf(ctx, file.id, { ...national, columns }, first),
  };
}

async function examplesOf(
  ctx: Ctx,
  fileId: string,
  { workspace, columns }: NationalReading,
  first: FoundNational["first"],
): Promise<NationalCells["examples"]> {
  const lines = first.map(({ line }) => line);
  const rows = await rowsWhere(ctx, fileId, Prisma.sql`line = any(${lines}::int[])`);
  const byLine = new Map(rows.map((row) => [row.line, cellsOf(row)]));
  const stored = (number: string, country: NationalReading["workspace"]) => storedIn(number, country)?.display ?? null;
  return first.map(({ line, number }) => ({
    line,
    written: number,
    workspaceCountry: stored(number, workspace),
    rowCountry: stored(number, countryOfRow({ columns }, byLine.get(line) ?? (() => ""))),
  }));
}

/** Whether a column says countries: one that only its header tells has to name them in most of its values. */
async function holdsCountries(ctx: Ctx, fileId: string, { column, fills, textOf }: CountryColumn): Promise<boolean> {
  const values = column < 0 ? [{ text: "" }] : await distinctValues(ctx, fileId, column, enough);
  const texts = values.map(({ text }) => textOf(() => text)).filter((text) => text.trim() !== "");
  const named = texts.filter((text) => countryIn(text) !== null).length;
  return named > 0 && (fills || named * 2 >= texts.length);
}
