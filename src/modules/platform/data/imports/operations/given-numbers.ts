import "server-only";
import { groupBy } from "@/lib/group-by";
import type { ImportOptions } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { GivenNumber, RecordTypes } from "@/server/reference-source";
import type { ValueGroup } from "../schema";
import { cellText, importableRows } from "./distinct-values";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** Rows that give one number to a record which they name. */
interface Told {
  /** The folded text of the column by which records are looked up apart. */
  within: string;
  key: string;
  value: number;
  rows: number;
}

type Given = NonNullable<ValueGroup["given"]>;
/** The numbers that records get, by their folded names, of those that these texts of the other column name. */
export type FindGiven = (
  options: ImportOptions,
  withins: readonly string[],
  keys: readonly string[],
) => Promise<ReadonlyMap<string, Given>>;

/** Finds the numbers that new records of a column get: most rows of the file agree on one, or a record elsewhere has one. */
export async function givenNumbers(ctx: Ctx, plan: FilePlan, column: PlannedColumn): Promise<FindGiven> {
  const types = referenceTo(column.spec.to)?.types;
  const given = types?.given;
  if (!given) return async () => new Map();
  const told = await toldNumbers(ctx, plan, column, { ...types, given });
  return async (options, withins, keys) => {
    const texts = new Set(withins.map(foldKey));
    const ofFile = groupBy(
      told.filter(({ within }) => texts.has(within)),
      ({ key }) => key,
    );
    const found = new Map<string, Given>(await given.elsewhere(ctx, options, keys));
    for (const key of keys) {
      const value = agreedNumber(ofFile.get(key) ?? []);
      if (value !== null) found.set(key, { value, from: "the file" });
    }
    return found;
  };
}

/** The number of most rows, if at least half of them have it; of two the smaller one. */
export function agreedNumber(told: readonly Pick<Told, "value" | "rows">[]): number | null {
  const rowsOf = new Map<number, number>();
  for (const { value, rows } of told) rowsOf.set(value, (rowsOf.get(value) ?? 0) + rows);
  const [most] = [...rowsOf].toSorted(([a, ofA], [b, ofB]) => ofB - ofA || a - b);
  const all = told.reduce((sum, { rows }) => sum + rows, 0);
  return most && 2 * most[1] >= all ? most[0] : null;
}

/** Different combinations of a record and a number that are counted. */
const most = 20_000;

/** One statement over the rows of the file, where it has a column of such numbers. */
async function toldNumbers(
  ctx: Ctx,
  { file, columns }: FilePlan,
  column: PlannedColumn,
  { given, values }: RecordTypes & { given: GivenNumber },
): Promise<Told[]> {
  const number = columns.find(({ field }) => field === given.field);
  if (!number) return [];
  const only = columns.filter(({ field }) => field in given.only);
  const read = [column, column.within, number, ...only];
  const texts = Prisma.join(read.map((one) => (one ? cellText(one.column) : Prisma.sql`''`)));
  const groups = await tenantRows<{ texts: string[]; rows: number }>(ctx)`
    select array[${texts}] as texts, count(*)::int as rows
    from import_rows where ${importableRows(ctx, file.id)}
    group by 1 order by 2 desc limit ${most}`;
  return groups.flatMap(({ texts: [text = "", within = "", told = "", ...others], rows }): Told[] => {
    const counts = only.every((one, at) => {
      const cell = one.read(others[at] ?? "");
      return cell.kind === "empty" || (cell.kind === "value" && cell.value === given.only[one.field]);
    });
    const name = column.read(text, undefined, within);
    const cell = number.read(told);
    if (!counts || name.kind !== "name" || cell.kind !== "value" || typeof cell.value !== "number") return [];
    if (!values.safeParse({ [given.field]: cell.value }).success) return [];
    const place = column.within?.meaning(within) ?? "";
    return [{ within: foldKey(place), key: name.key, value: cell.value, rows }];
  });
}
