import "server-only";
import { fileSource } from "@/lib/fields/base";
import type { Ctx } from "../../context.ts";
import { erasedAmong, type IdElsewhere } from "../../personal/erased-ids.ts";
import type { ImportContext } from "./import-context.ts";
import type { Cells } from "./rules.ts";

/** Answers whether a row of people has the id of somebody who was erased here; one look-up for all rows. */
export async function erasedRows(
  ctx: Ctx,
  { runtime }: Pick<ImportContext, "runtime">,
  rows: readonly Cells[],
): Promise<(row: Cells) => boolean> {
  if (!runtime.noun.head.person) return () => false;
  const isErased = await erasedAmong(ctx, rows.flatMap(idOf));
  return (row) => idOf(row).some(isErased);
}

/** The id of a row in the product that it comes from; none where it has none. */
function idOf({ externalId, externalSource }: Cells): IdElsewhere[] {
  const id = String(externalId ?? "");
  return id === "" ? [] : [{ source: String(externalSource ?? fileSource), externalId: id }];
}
