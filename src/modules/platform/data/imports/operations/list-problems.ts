import "server-only";
import { groupBy } from "@/lib/group-by";
import { own } from "@/lib/own";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { importerFor, importerOf, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import {
  candidateList,
  candidatesInput,
  fileInfo,
  fileInput,
  listProblemsInput,
  type Problem,
  problemPage,
} from "../schema";
import { fileOf } from "./change-file";
import { lookUpGroups } from "./look-up-names";
import { readsImport } from "./operation-heads";
import { planFile } from "./plan-file";

export const listImportProblems = platform.operation({
  ...readsImport,
  input: listProblemsInput,
  output: problemPage,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}/problems" },
  describe:
    "Rows of a file that have a problem, were edited, are skipped, are merged with another row, or create a record of a name that others have too; with line, column and reason.",
  async run(ctx, { id, fileId, after = 0, limit = 50, show = "error" }) {
    const file = await fileOf(ctx, id, fileId);
    const which = {
      error: Prisma.sql`problems is not null and not skipped`,
      mended: Prisma.sql`edits is not null and not skipped`,
      skipped: Prisma.sql`skipped`,
      // A row that was found wrong since goes in with no other.
      merged: Prisma.sql`merged is not null and not skipped
        and not coalesce(jsonb_path_exists(problems, '$[*] ? (!(@.goesIn == true))'), false)`,
      namesake: Prisma.sql`namesake is not null and not skipped`,
    }[show];
    const rows = await tenantRows<{
      line: number;
      cells: string[];
      edits: Record<string, string> | null;
      skipped: boolean;
      problems: Problem[] | null;
      merged: { line: number; id: string | null; label: string } | null;
      namesake: Namesake | null;
    }>(ctx)`
      select line, cells, edits, skipped, problems, merged, namesake from import_rows
      where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${file.id}::uuid and line > ${after} and ${which}
      order by line limit ${limit + 1}`;
    const shown = rows.slice(0, limit);
    const others = await othersOf(
      ctx,
      file.entity,
      shown.flatMap(({ namesake }) => namesake?.ids ?? []),
    );
    return {
      rows: shown.map(({ merged, namesake, ...row }) => ({
        ...row,
        edits: row.edits ?? {},
        problems: row.problems ?? [],
        merged: merged && {
          line: merged.line,
          label: merged.label,
          path: merged.id === null ? null : pageOf(file.entity ?? "", merged.id),
        },
        namesake: namesake && {
          name: namesake.name,
          records: namesake.ids.flatMap((one) => others.get(one) ?? []),
          lines: namesake.lines,
        },
      })),
      next: rows.length > limit ? (shown.at(-1)?.line ?? null) : null,
    };
  },
});

interface Namesake {
  name: string;
  ids: string[];
  lines: number[];
}

/** Records of names that rows have too, each with what tells it apart, as far as the reader may see them. */
async function othersOf(ctx: Ctx, entity: string | null, ids: readonly string[]) {
  const known = [...new Set(ids)];
  const marks = known.length > 0 ? await referenceTo(entity ?? "")?.distinguish?.(ctx, known) : undefined;
  return new Map([...(marks ?? [])].map(([id, why]) => [id, { why, path: pageOf(entity ?? "", id) }]));
}

export const importFileInfo = platform.operation({
  ...readsImport,
  input: fileInput,
  output: fileInfo,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}" },
  describe: "Name, columns and number of rows of a file.",
  async run(ctx, { id, fileId }) {
    return await fileOf(ctx, id, fileId);
  },
});

/** Where the page of a record is, within the workspace; null for what has none. */
export function pageOf(entity: string, recordId: string): string | null {
  const importer = importerOf(entity);
  return importer?.hasPage ? `/${importer.catalog.path}/${recordId}` : null;
}

export const pickImportCandidates = platform.operation({
  ...readsImport,
  input: candidatesInput,
  output: candidateList,
  describe: "Existing records that a value of a reference column could mean, for a picker.",
  async run(ctx, { id, fileId, field, within = "", q = "" }) {
    const file = await fileOf(ctx, id, fileId);
    const plan = planFile(ctx, file, ctx.member?.id ?? "");
    const to = own(importerFor(ctx, file.entity)?.catalog.columns, field)?.to;
    const source = referenceTo(to);
    if (!plan || !source) throw notFound("field");
    const key = foldKey(q);
    const column = plan.columns.find((one) => one.field === field);
    const [group] = column ? await lookUpGroups(ctx, plan, column, [within], (text) => text) : [];
    const all = await source.candidates(ctx, group?.options ?? plan.options);
    const found = all.filter((one) => foldKey(one.label).includes(key)).slice(0, 50);
    const namesakes = [...groupBy(found, ({ label }) => label).values()].filter((list) => list.length > 1).flat();
    const ids = namesakes.map((one) => one.id);
    const marks = ids.length > 0 ? await source.distinguish?.(ctx, ids) : undefined;
    return found.map((one) => ({ ...one, note: marks?.get(one.id) ?? "" }));
  },
});
