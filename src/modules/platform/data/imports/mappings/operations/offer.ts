import "server-only";
import { importerFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { FileRow } from "../../operations/present-import";
import { offersFor } from "../rules";
import type { OfferedMapping } from "../schema";
import { columnsOf } from "./read";

/** Returns, for a file, the saved mappings that fit most of its columns. */
export async function offeredMappings(ctx: Ctx): Promise<(file: FileRow) => OfferedMapping[]> {
  const select = { id: true, name: true, entity: true, columns: true };
  const rows = await ctx.db.importMapping.findMany({ orderBy: [{ updatedAt: "desc" }, { id: "desc" }], select });
  const usable = rows.filter(({ entity }) => importerFor(ctx, entity));
  const saved = usable.map((row) => ({ ...row, columns: columnsOf(row) }));
  return (file) => offersFor(file, saved);
}
