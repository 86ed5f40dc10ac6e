import "server-only";

import { isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import type { OwnedRow } from "../scope.ts";
import { inWorkspace } from "./in-workspace.ts";
import { withLinks } from "./links.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";

/** A row that Prisma has read, as it leaves the server. */
export async function presentStored(ctx: Ctx, runtime: NounRuntime, row: Row): Promise<AnyRecord> {
  const own = inWorkspace(ctx, runtime);
  return presentRow(ctx, own, await completeRow(ctx, own, row));
}

/** A row as Prisma reads it, with the values of its custom fields and its links. */
export async function completeRow<S extends Row>(
  ctx: Ctx,
  { table, noun }: Pick<NounRuntime, "table" | "noun">,
  row: S,
): Promise<S> {
  const [whole = row] = await withLinks(ctx, noun.fields, await table.complete(ctx, [row]));
  return whole;
}

/** A row of a list, or a completed one, as it leaves the server. `made` is the noun as the workspace has it. */
export function presentRow(ctx: Ctx, { table, scope }: Pick<NounRuntime, "table" | "scope">, row: Row): AnyRecord {
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
