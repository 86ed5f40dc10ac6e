import "server-only";
import { z } from "zod";
import { minorDigits } from "@/lib/money";
import { quoteValue } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { unitIn } from "../rules";
import { distinctRows } from "./distinct-values";
import type { CellReading, FilePlan, PlannedColumn } from "./plan-file";
import { filesOf } from "./present-import";

interface Unit {
  multiplier: number;
  reason: string;
}

const units = [
  { multiplier: 1_000, words: "in thousands" },
  { multiplier: 1_000_000, words: "in millions" },
] as const;
const sample = 500;

/**
 * The unit in which the amounts of a column probably are, where nobody has chosen one: as another file of the import says
 * about this column, or since they are too small beside another number of their rows. Null where they look right, and
 * in a file that was exported here.
 */
export async function probableUnit(ctx: Ctx, plan: FilePlan, column: PlannedColumn): Promise<Unit | null> {
  if (column.spec.kind !== "money" || column.mapping.multiplier !== undefined || column.column < 0) return null;
  return (await describedElsewhere(ctx, plan, column)) ?? (await bySize(ctx, plan, column));
}

const noted = z.array(z.object({ header: z.string(), multiplier: z.number(), reason: z.string() }));
type NotedUnit = z.infer<typeof noted>[number];

/** A description of the column in a file that holds no records, a data dictionary, also if it was left out since. */
async function describedElsewhere(ctx: Ctx, { file }: FilePlan, { header }: PlannedColumn): Promise<Unit | null> {
  const row = await ctx.db.import.findFirst({ where: { id: file.importId }, select: { units: true } });
  const all = [...(await describedUnits(ctx, file.importId, [header])), ...noted.parse(row?.units ?? [])];
  const unit = all.find((one) => one.header === header);
  return unit ? { multiplier: unit.multiplier, reason: unit.reason } : null;
}

/** The units that files without records give for columns with these headers, `of` one file or of all. */
async function describedUnits(
  ctx: Ctx,
  importId: string,
  headers: readonly string[],
  of?: string,
): Promise<NotedUnit[]> {
  const rows = await tenantRows<{ name: string; cells: string[] }>(ctx)`
    select f.name, to_json(r.cells) as cells from import_files f
    join import_rows r on r.tenant_id = f.tenant_id and r.file_id = f.id
    where f.tenant_id = ${ctx.tenant.id}::uuid and f.import_id = ${importId}::uuid and f.entity is null
      and f.row_count <= 2000 and r.cells && ${[...headers]}::text[]
      and (${of ?? null}::uuid is null or f.id = ${of ?? null}::uuid)
    order by r.line limit 500`;
  return rows.flatMap(({ name, cells }) => {
    const header = cells.find((cell) => headers.includes(cell));
    const text = cells.find((cell) => cell !== header && unitIn(cell) !== null);
    if (header === undefined || text === undefined) return [];
    return [{ header, multiplier: unitIn(text) ?? 1, reason: `${name} describes ${header} as ${quoteValue(text)}.` }];
  });
}

/** Keeps what a file that is left out says of the units of other files' columns. */
export async function keepUnits(ctx: Ctx, importId: string, fileId: string): Promise<void> {
  const others = (await filesOf(ctx, importId)).filter(({ id }) => id !== fileId);
  const headers = [...new Set(others.flatMap(({ columns }) => columns))];
  const units = await describedUnits(ctx, importId, headers, fileId);
  if (units.length === 0) return;
  const row = await ctx.db.import.findFirst({ where: { id: importId }, select: { units: true } });
  await ctx.db.import.update({
    where: { id: importId },
    data: { units: [...noted.parse(row?.units ?? []), ...units] },
  });
}

const numberOf = (cell: CellReading): number | null =>
  cell.kind === "value" && typeof cell.value === "number" && cell.value > 0 ? cell.value : null;

/** Half of the amounts are too small for each one of another number, and would fit in thousands or millions. */
async function bySize(ctx: Ctx, plan: FilePlan, column: PlannedColumn): Promise<Unit | null> {
  const { perEach } = column.spec;
  const other = plan.columns.find(({ field, column: place }) => field === perEach?.of && place >= 0);
  if (!perEach || !other || plan.isOurs) return null;
  const rows = await distinctRows(ctx, plan.file.id, [column.column, other.column], sample);
  const scale = 10 ** minorDigits(ctx.tenant.currency);
  const shares = rows.flatMap(([amount = "", count = ""]) => {
    const [money, number] = [numberOf(column.read(amount)), numberOf(other.read(count))];
    return money === null || number === null ? [] : [money / scale / number];
  });
  const middle = shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)];
  if (middle === undefined || middle >= perEach.least) return null;
  const unit = units.find(({ multiplier }) => middle * multiplier >= perEach.least);
  const each = other.spec.label.toLowerCase();
  return unit
    ? {
        multiplier: unit.multiplier,
        reason: `The amounts are very small compared with the ${each} in the same rows. They may be ${unit.words}.`,
      }
    : null;
}
