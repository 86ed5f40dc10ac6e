import "server-only";
import type { Noun } from "@/lib/nouns/define";
import type { ReferenceSource } from "../catalog.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { OwnedRow, Scope } from "../scope.ts";
import { idKey, naturalKeysOf } from "./import/natural-keys.ts";
import { recordsOf } from "./records.ts";
import { visibleOf } from "./scope.ts";

interface Found extends OwnedRow {
  key: string;
  label: string;
}

/** How files name the records of a noun: by the folded texts of its natural keys. */
export function namedRecords({
  noun,
  scope,
}: {
  noun: Noun;
  scope: Scope;
}): Pick<ReferenceSource, "entity" | "label" | "find" | "findByExternalId" | "candidates"> {
  const { entity, head, catalog } = noun;
  const owner = Prisma.raw(head.owned ? "t.owner_id" : "null::uuid");
  const keys = new Set(["name_key", ...naturalKeysOf(noun).flatMap(({ name, column }) => (name ? [column] : []))]);
  const byColumns = async (ctx: Ctx, columns: readonly string[], texts: readonly string[]) => {
    const found = await tenantSql<Found>(
      ctx.tenant.id,
      ctx.db,
      Prisma.join(
        columns.map(
          (column) => Prisma.sql`
            select k.key, t.id, t.name as label, ${owner} as "ownerId"
            from ${rowsByKey(ctx, head.table, column, texts)} where t.archived_at is null`,
        ),
        " union ",
      ),
    );
    return found.filter((row) => scope.sees(ctx, row));
  };
  return {
    entity,
    label: catalog.label,
    find: async (ctx, names) => await byColumns(ctx, [...keys], names),
    findByExternalId: async (ctx, ids) => await byColumns(ctx, [idKey.column], ids),
    async candidates(ctx: Ctx) {
      const rows = await recordsOf(ctx, entity).findMany({
        where: { AND: [visibleOf(ctx, noun), { archivedAt: null }] },
        orderBy: [{ nameKey: "asc" }, { id: "asc" }],
        take: 20_000,
        select: { id: true, name: true },
      });
      return rows.map(({ id, name }) => ({ id, label: String(name) }));
    },
  };
}
