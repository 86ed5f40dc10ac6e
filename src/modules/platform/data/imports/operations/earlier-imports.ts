import "server-only";
import type { Ctx } from "@/server/context";
import type { FileRow } from "./present-import";

interface Seen {
  importId: string;
  at: string;
}

/** Earlier imports that match these files: the same bytes, or a mapping of the same columns. */
export async function earlierImports(
  ctx: Ctx,
  importId: string,
  files: readonly Pick<FileRow, "sha256" | "headerKey">[],
): Promise<{ seen: Map<string, Seen>; remembered: Map<string, string> }> {
  const known = { status: "ready", importId: { not: importId } };
  const written = { import: { status: { in: ["done", "cancelled", "failed", "running"] } } };
  const same = await ctx.db.importFile.findMany({
    where: { ...known, ...written, sha256: { in: files.map((file) => file.sha256) } },
    orderBy: { id: "asc" },
    select: { sha256: true, importId: true, createdAt: true },
  });
  const matched = await ctx.db.importFile.findMany({
    where: { ...known, import: { status: "done" }, headerKey: { in: files.map((file) => file.headerKey) } },
    orderBy: { id: "asc" },
    select: { headerKey: true, createdAt: true },
    take: 1000,
  });
  return {
    seen: new Map(same.map((one) => [one.sha256, { importId: one.importId, at: one.createdAt.toISOString() }])),
    remembered: new Map(matched.map((one) => [one.headerKey, one.createdAt.toISOString()])),
  };
}
