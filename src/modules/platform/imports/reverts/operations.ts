import "server-only";
import { deletedSince } from "@/lib/import-rows";
import { catalog, importerOf } from "@/server/catalog";
import { platform } from "../../module";
import { importScope } from "../scope";
import { keptPage, listKeptInput } from "./schema";

function pageOf(entity: string, recordId: string): string | null {
  const importer = importerOf(entity);
  return importer?.hasPage ? `/${importer.catalog.path}/${recordId}` : null;
}

export const listKeptRecords = platform.operation({
  kind: "query",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.id] }],
  input: listKeptInput,
  output: keptPage,
  rest: { method: "GET", path: "/imports/{id}/kept" },
  describe: "Records that a revert left as they are, and why.",
  async run(ctx, { id, after }) {
    const rows = await ctx.db.importRecord.findMany({
      where: { importId: id, reverted: "kept", ...(after ? { recordId: { gt: after } } : {}) },
      orderBy: { recordId: "asc" },
      take: 101,
      select: { entity: true, recordId: true, label: true, reason: true },
    });
    const labels = new Map(catalog().reverts.map((one) => [one.entity, one.label.one]));
    const shown = rows.slice(0, 100);
    return {
      rows: shown.map((row) => ({
        entity: row.entity,
        recordId: row.recordId,
        label: row.label ?? labels.get(row.entity) ?? row.entity,
        path: row.reason === deletedSince ? null : pageOf(row.entity, row.recordId),
        reason: row.reason ?? "",
      })),
      next: rows.length > 100 ? (shown.at(-1)?.recordId ?? null) : null,
    };
  },
});
