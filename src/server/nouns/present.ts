import "server-only";

import { isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import type { OwnedRow } from "../scope.ts";
import type { AnyRecord, Made } from "./made.ts";
import { madeIn } from "./made-in.ts";

/** A row that Prisma has read, as it leaves the server. */
export async function presented(ctx: Ctx, made: Made, row: Row): Promise<AnyRecord> {
  const own = madeIn(ctx, made);
  const [whole = row] = await own.table.complete(ctx, [row]);
  return presentRow(ctx, own, whole);
}

/** A row of a list, or a completed one, as it leaves the server. `made` is the noun as the workspace has it. */
export function presentRow(ctx: Ctx, { table, scope }: Pick<Made, "table" | "scope">, row: Row): AnyRecord {
  return {
    id: row.id,
    ...table.present(ctx, row),
    archivedAt: isoOf((row.archivedAt ?? null) as Date | null),
    createdAt: isoOf(row.createdAt as Date),
    updatedAt: isoOf(row.updatedAt as Date),
    version: row.version,
    mayEdit: scope.mayEdit(ctx, row as unknown as OwnedRow),
  } as AnyRecord;
}
