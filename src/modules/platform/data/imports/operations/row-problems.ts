import "server-only";
import { counted } from "@/lib/counted";
import { groupBy } from "@/lib/group-by";
import { addConcerned, type ObjectCounts } from "@/lib/import-rows";
import { capital } from "@/lib/text";
import { catalog } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { FileTotals } from "../schema";
import { addCounts } from "./call-in-parts";
import { namesakesIn, namesakesRule } from "./namesakes";
import type { FilePlan } from "./plan-file";
import type { SliceResult } from "./read-slice";

/** Forgets what was found before; rows of an odd form keep that as their problem. */
export async function clearProblems(ctx: Ctx, importId: string): Promise<void> {
  const ofImport = Prisma.sql`
    r.tenant_id = ${ctx.tenant.id}::uuid and r.file_id in
      (select id from import_files where tenant_id = ${ctx.tenant.id}::uuid and import_id = ${importId}::uuid)`;
  await tenantRows(ctx)`
    update import_rows r set problems = case when issue is null or skipped then null else jsonb_build_array(
      jsonb_build_object('column', null, 'header', null, 'field', null, 'value', '', 'reason', issue, 'suggestion', null)) end
    where ${ofImport} and (problems is not null or issue is not null) returning 1 as done`;
}

/** Keeps what was found wrong, at its rows, beside what was found there before: one statement. */
export async function keepProblems(ctx: Ctx, fileId: string, problems: SliceResult["problems"]): Promise<void> {
  if (problems.length === 0) return;
  const byLine = groupBy(problems, ({ line }) => line);
  const lines = [...byLine.keys()];
  const texts = [...byLine.values()].map((list) => JSON.stringify(list.map(({ problem }) => problem)));
  await tenantRows(ctx)`
    update import_rows r set problems = coalesce(r.problems, '[]'::jsonb) || p.problems::jsonb
    from unnest(${lines}::int[], ${texts}::text[]) as p(line, problems)
    where r.tenant_id = ${ctx.tenant.id}::uuid and r.file_id = ${fileId}::uuid and r.line = p.line
    returning 1 as done`;
}

/**
 * Rows with problems, those among them that do not go in, and rows left out by hand, of each file of an import; rows of
 * other imports are not read for it.
 */
async function countRows(ctx: Ctx, importId: string) {
  const rows = await tenantRows<{ fileId: string; errors: number; out: number; skipped: number }>(ctx)`
    select r.file_id as "fileId", count(*) filter (where r.problems is not null and not r.skipped)::int as errors,
           count(*) filter (where not r.skipped and jsonb_path_exists(r.problems, '$[*] ? (!(@.goesIn == true))'))::int
             as out,
           count(*) filter (where r.skipped)::int as skipped
    from import_files f cross join lateral (
      select * from import_rows r where r.tenant_id = f.tenant_id and r.file_id = f.id
        and (r.problems is not null or r.skipped) offset 0
    ) r
    where f.tenant_id = ${ctx.tenant.id}::uuid and f.import_id = ${importId}::uuid
    group by r.file_id`;
  return new Map(rows.map((row) => [row.fileId, row]));
}

/** The counts of a file before its first row; `joined` rows are merged with a later one of their key. */
export function emptyTotals(ctx: Ctx, plan: FilePlan, joined: number): FileTotals {
  return {
    fileId: plan.file.id,
    objects: [],
    rows: plan.file.rowCount,
    good: plan.file.rowCount,
    skipped: 0,
    errors: 0,
    asked: {},
    rule: joined === 0 ? ruleOf(plan) : `${ruleOf(plan)} ${counted(joined, joinedRows, ctx.tenant.locale)}.`,
  };
}

/** The counts of a file with those of one more slice. */
export function withSlice(totals: FileTotals, { counts, skipped, asked, namesakes }: SliceResult): FileTotals {
  const sums: Record<string, ObjectCounts> = Object.fromEntries(totals.objects.map((one) => [one.entity, one]));
  addCounts(sums, counts);
  const allAsked = { ...totals.asked };
  addConcerned(allAsked, asked);
  const objects = Object.entries(sums).map(([entity, sum]) => ({ entity, label: labelOf(entity), ...sum }));
  return {
    ...totals,
    skipped: totals.skipped + skipped,
    asked: allAsked,
    objects,
    ...(namesakes.length > 0 ? { namesakes: (totals.namesakes ?? 0) + namesakes.length } : {}),
  };
}

/** The counts of files with the rows that did not go in. */
export async function withRowCounts(ctx: Ctx, importId: string, totals: readonly FileTotals[]): Promise<FileTotals[]> {
  const counted = await countRows(ctx, importId);
  return totals.map((file) => {
    const { errors, out, skipped } = counted.get(file.fileId) ?? { errors: 0, out: 0, skipped: 0 };
    const left = skipped + file.skipped;
    return { ...file, errors, skipped: left, good: file.rows - out - left };
  });
}

function labelOf(entity: string): string {
  const { reverts, importers } = catalog();
  const objects = [...reverts, ...importers.flatMap(({ counts = [] }) => counts)];
  const known = objects.find((one) => one.entity === entity)?.label.many ?? entity;
  return capital(known);
}

const joinedRows = {
  one: "row is merged with a later row about the same record; where they differ, the later row wins",
  many: "rows are merged with later rows about the same record; where they differ, the later row wins",
};

/** By which natural key the rows of a file are recognised, as a sentence. */
function ruleOf(plan: FilePlan): string {
  const { catalog: one } = plan.importer;
  // Names are compared by their own rule.
  const keys = namesakesIn(plan) ? plan.keys.filter((fields) => !fields.includes("name")) : plan.keys;
  const names = keys.map((fields) =>
    fields.map((field) => one.columns[field]?.label.toLowerCase() ?? field).join(" and "),
  );
  const many = capital(one.label.many);
  const deleted = plan.columns.some(({ spec }) => spec.leavesOut)
    ? " Rows that are marked as deleted are skipped."
    : "";
  const cleared = plan.columns.some(({ clears }) => clears.length > 0)
    ? " Empty cells clear the fields of these records."
    : "";
  const rule = namesakesRule(plan);
  const found = names.length > 0 ? `${many} by ${names.join(", else by ")}.` : "";
  if (found === "" && rule === "")
    return `${many} are not compared with existing records, because no column identifies them. Each row creates a new record.${deleted}`;
  return `${found}${rule}${existingRules[plan.file.options.ifExists]}${cleared}${deleted}`.trim();
}

const existingRules = {
  update: "",
  skip: " Rows whose records exist already are skipped.",
  create: " Rows whose records exist already create another one.",
} as const;
