import "server-only";
import { groupBy } from "@/lib/group-by";
import { keyName } from "@/lib/import-rows";
import { withoutLegalForm } from "@/lib/legal-forms";
import { foldKey } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { arrayLiteral } from "@/server/db/array-literal";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { ReferenceSource } from "@/server/reference-source";
import { cellText, type DistinctValue, importableRows } from "./distinct-values";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** A name that differs from another one by a legal form alone: of a record that exists, or without an id of one that files make. */
export interface ProbableName {
  label: string;
  id: string | null;
}

/** A value of a column that probably means a record of another name, with these names, records that exist first. */
export interface ProbableValue {
  value: DistinctValue;
  names: readonly ProbableName[];
}

interface Named {
  value: DistinctValue;
  name: string;
}

/** The keys besides the name by which rows and records are known: where both have one, a name says nothing. */
type Keys = ReadonlySet<string>;

/** The records that a column names, where companies are probably the same without their legal form; null for other columns. */
export function probableSource({ importer }: FilePlan, { field, spec }: PlannedColumn): ReferenceSource | null {
  const { entity } = importer.catalog;
  const source = referenceTo(field === "name" && spec.kind === "text" ? entity : spec.to);
  return source?.findProbable ? source : null;
}

/** Of values that would make records, those that probably mean one of another name, by their texts. */
export async function probableNames(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  values: readonly DistinctValue[],
  coming: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, ProbableValue>> {
  const source = probableSource(plan, column);
  const isOwn = column.spec.kind !== "reference";
  if (!source?.findProbable || values.length === 0 || (isOwn && !recognisesByName(plan))) return new Map();
  const named = await withoutRecord(ctx, plan, source, column, values);
  const records = await source.findProbable(
    ctx,
    named.map(({ name }) => name),
  );
  const fuller = fullerNames([...named.map(({ name }) => name), ...coming.values()]);
  const pairs = named.flatMap((one) => {
    const known = records.get(withoutLegalForm(one.name)) ?? [];
    const others = known.length === 0 ? fuller(one.name) : [];
    return known.length + others.length > 0 ? [{ ...one, known, others }] : [];
  });
  const asked = pairs.flatMap(({ name, others }) => [name, ...others]);
  const keysOf = isOwn && asked.length > 0 ? await keysByName(ctx, plan, column, asked) : () => none;
  return new Map(
    pairs.flatMap(({ value, name, known, others }) => {
      const own = keysOf(name);
      const mayBe = known.filter(({ keys }) => !keys.some((key) => own.has(key)));
      const free = others.filter((other) => ![...keysOf(other)].some((key) => own.has(key)));
      const names: ProbableName[] = [
        ...mayBe.map(({ id, label }) => ({ id, label })),
        ...free.map((label) => ({ id: null, label })),
      ];
      return names.length > 0 ? [[value.text, { value, names }] as const] : [];
    }),
  );
}

const none: Keys = new Set();

/** Whether rows of a file are of records that exist by their name, if by nothing better. */
const recognisesByName = ({ keys, options }: FilePlan): boolean =>
  options.ifExists !== "create" && keys.some((fields) => keyName(fields) === "name");

async function withoutRecord(
  ctx: Ctx,
  { options }: FilePlan,
  source: ReferenceSource,
  column: PlannedColumn,
  values: readonly DistinctValue[],
): Promise<Named[]> {
  const named = values.flatMap((value): Named[] => {
    const cell = column.read(value.text, undefined, value.within);
    if (cell.kind === "name") return [{ value, name: cell.text }];
    return cell.kind === "value" && typeof cell.value === "string" ? [{ value, name: cell.value }] : [];
  });
  const keys = named.map(({ name }) => foldKey(name));
  const found = new Set((await source.find(ctx, keys, options)).map(({ key }) => key));
  return named.filter(({ name }) => !found.has(foldKey(name)));
}

const mostOthers = 10;

/** For a name the longer ones that differ from it by a legal form alone, the longest first: it says the most. */
function fullerNames(names: readonly string[]): (name: string) => readonly string[] {
  const byKey = new Map(names.map((name) => [foldKey(name), name]));
  const byCore = groupBy([...byKey], ([, name]) => withoutLegalForm(name));
  const sorted = new Map(
    [...byCore].map(([core, same]) => [
      core,
      core.length > 1 ? same.toSorted(([a], [b]) => b.length - a.length || (a < b ? -1 : 1)) : [],
    ]),
  );
  return (name) => {
    const same = sorted.get(withoutLegalForm(name)) ?? [];
    const longer = same.findIndex(([key]) => key === foldKey(name));
    return same.slice(0, Math.min(Math.max(longer, 0), mostOthers)).map(([, other]) => other);
  };
}

/** The better keys that each row with one of these names has, by the folded name; one statement. */
async function keysByName(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  names: readonly string[],
): Promise<(name: string) => Keys> {
  const better = plan.keys.slice(
    0,
    plan.keys.findIndex((fields) => keyName(fields) === "name"),
  );
  const filled = better.map((fields) => {
    const cells = plan.columns.flatMap((one) => (fields.includes(one.field) && one.column >= 0 ? one.column : []));
    return Prisma.sql`bool_and(${Prisma.join([Prisma.sql`true`, ...cells.map((cell) => Prisma.sql`btrim(${cellText(cell)}) <> ''`)], " and ")})`;
  });
  if (filled.length === 0) return () => none;
  const text = cellText(column.column);
  const wanted = arrayLiteral([...new Set(names.map(foldKey))]);
  // The database folds and reads plain texts as the server does; of the others the server sees what they mean.
  const rows = await tenantRows<{ text: string; filled: boolean[] }>(ctx)`
    select ${text} as text, array[${Prisma.join(filled)}] as filled
    from import_rows where ${importableRows(ctx, plan.file.id)}
      and (lower(${text}) in (select unnest(${wanted}::text[])) or ${text} !~ '^[!-~]+( [!-~]+)*$' or ${text} ~ '[&=]')
    group by 1`;
  const known = new Map<string, Keys>();
  for (const row of rows) {
    const name = foldKey(column.meaning(row.text));
    const keys = new Set(better.flatMap((fields, place) => (row.filled[place] ? [keyName(fields)] : [])));
    const before = known.get(name);
    known.set(name, before ? new Set([...before].filter((key) => keys.has(key))) : keys);
  }
  return (name) => known.get(foldKey(name)) ?? none;
}
