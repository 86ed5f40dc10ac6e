import "server-only";
import type { ForeseenChange, MatchedRow, NamesakeRow } from "@/lib/import-rows";
import { pointedNames } from "@/modules/platform/history/events/operations/shown-changes";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, rowsAsSet } from "@/server/db/row-sets";
import { tenantRows } from "@/server/db/tenant-db";
import { eventJson } from "@/server/events";
import type { SliceResult } from "../../operations/read-slice";

/** Removes what an earlier preview found: its list ends with the next preview, and with the start of the run. */
export async function clearChanges(ctx: Ctx, importId: string): Promise<void> {
  await ctx.db.importChange.deleteMany({ where: { importId } });
}

interface Slice {
  importId: string;
  fileId: string;
  result: SliceResult;
}

/**
 * Keeps the changes and merged rows of a part of a preview. Names come from inside: records that only the preview made
 * are gone afterwards.
 */
export async function keepForeseen(outside: Ctx, inside: Ctx, { importId, fileId, result }: Slice): Promise<void> {
  const { changed, merged, namesakes } = result;
  if (merged.length > 0) await keepMerged(outside, fileId, merged);
  if (namesakes.length > 0) await keepNamesakes(outside, fileId, namesakes);
  if (changed.length === 0) return;
  const names = await pointedNames(inside, changed);
  const ofImport = (value: string) => ({ type: "uuid" as const, value: () => value });
  await insertSet<ForeseenChange>(
    outside,
    "import_changes",
    [
      { column: "record_id", type: "uuid", value: ({ id }) => id },
      { column: "import_id", ...ofImport(importId) },
      { column: "file_id", ...ofImport(fileId) },
      { column: "entity", type: "text", value: ({ entity }) => entity },
      { column: "line", type: "int", value: ({ line }) => line },
      { column: "before", type: "jsonText", value: ({ before }) => eventJson(before) },
      { column: "after", type: "jsonText", value: ({ after }) => eventJson(after) },
      { column: "names", type: "jsonText", value: (one) => eventJson(namesOf(one, names)) },
    ],
    changed,
    // A record that several parts change: how it was before the first, and how the last one leaves it.
    Prisma.sql`
      on conflict (tenant_id, import_id, entity, record_id) do update
      set before = excluded.before || import_changes.before, after = import_changes.after || excluded.after,
          names = import_changes.names || excluded.names`,
  );
}

async function keepMerged(ctx: Ctx, fileId: string, merged: readonly MatchedRow[]): Promise<void> {
  const rows = rowsAsSet<MatchedRow>(
    [
      { column: "line", type: "int", value: ({ line }) => line },
      { column: "merged", type: "jsonb", value: ({ into, id, label }) => ({ line: into, id, label }) },
    ],
    merged,
  );
  await tenantRows(ctx)`
    update import_rows t set merged = r.merged from ${rows}
    where t.tenant_id = ${ctx.tenant.id}::uuid and t.file_id = ${fileId}::uuid and t.line = r.line
    returning 1 as done`;
}

async function keepNamesakes(ctx: Ctx, fileId: string, namesakes: readonly NamesakeRow[]): Promise<void> {
  const rows = rowsAsSet<NamesakeRow>(
    [
      { column: "line", type: "int", value: ({ line }) => line },
      { column: "namesake", type: "jsonb", value: ({ name, ids, lines }) => ({ name, ids, lines }) },
    ],
    namesakes,
  );
  await tenantRows(ctx)`
    update import_rows t set namesake = r.namesake from ${rows}
    where t.tenant_id = ${ctx.tenant.id}::uuid and t.file_id = ${fileId}::uuid and t.line = r.line
    returning 1 as done`;
}

/** Of the names those that a change mentions. */
function namesOf({ after }: ForeseenChange, names: ReadonlyMap<string, string>): Record<string, string> {
  const pointed = Object.values(after).filter((value) => typeof value === "string" && names.has(value)) as string[];
  return Object.fromEntries(pointed.map((id) => [id, names.get(id) ?? ""]));
}
