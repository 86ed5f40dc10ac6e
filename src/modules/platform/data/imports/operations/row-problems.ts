import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
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

export interface RowCounts {
  /** Rows with a problem. */
  errors: number;
  /** Those among them that do not go in. */
  out: number;
  /** Rows left out by hand. */
  skipped: number;
}

/** Rows with problems and rows left out by hand, of each file of an import; rows of other imports are not read for it. */
export async function countRows(ctx: Ctx, importId: string): Promise<Map<string, RowCounts>> {
  const rows = await tenantRows<RowCounts & { fileId: string }>(ctx)`
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
