import "server-only";
import type { BatchSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { importScope } from "@/server/import-scope";

/** The files of imports, for timelines: whoever sees a record that came with one is told its name. */
export async function importSources(ctx: Ctx, ids: string[]): Promise<BatchSource[]> {
  const visible = new Set((await importScope.load(ctx, ids)).map((row) => row.id));
  const files = await ctx.db.importFile.findMany({
    where: { importId: { in: ids } },
    orderBy: { position: "asc" },
    select: { importId: true, name: true, entity: true },
  });
  return ids.map((id) => ({
    id,
    visible: visible.has(id),
    files: files.filter((file) => file.importId === id).map(({ name, entity }) => ({ name, entity })),
  }));
}
