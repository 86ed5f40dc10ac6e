import "server-only";
import { type Field, isReference } from "@/lib/fields/field";
import { wellFormedIds } from "@/lib/ids";
import type { Noun } from "@/lib/nouns/define";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByEntry, rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { ownedSql } from "../owned-of.ts";
import type { ApartFacts, ReferenceSource } from "../reference-source.ts";
import type { OwnedRow, Scope } from "../scope.ts";
import { visibleFirst } from "../seen-through.ts";
import { idKey, naturalKeysOf, ownIdKey } from "./import/natural-keys.ts";
import { recordsOf } from "./records.ts";
import { snakeCase } from "./snake-case.ts";

/** The most records among which a misspelt name is looked for. */
const maxCandidates = 20_000;

interface Found extends OwnedRow {
  key: string;
  label: string;
}

/**
 * How files name the records of a noun: by the normalised texts of its natural keys, such as one of its e-mail
 * addresses.
 */
export function namedRecords({
  noun,
  scope,
}: {
  noun: Noun;
  scope: Scope;
}): Pick<ReferenceSource, "entity" | "label" | "find" | "findByExternalId" | "tellApart" | "candidates"> {
  const { entity, head, catalog } = noun;
  const keys = new Set(["name_key", ...naturalKeysOf(noun).flatMap(({ name, column }) => (name ? [column] : []))]);
  const entries = naturalKeysOf(noun).flatMap(({ several, column }) => (several ? [column] : []));
  const pointing = Object.entries<Field>(noun.fields).flatMap(([name, field]) =>
    isReference(field) && catalog.naturalKeys.some((names) => names.includes(name)) ? [name] : [],
  );
  const pointsTo = Prisma.raw(
    pointing
      .map((name) => `, '${name}', t.${snakeCase(`${name}Id`)}`)
      .join("")
      .slice(2),
  );
  const found = async (ctx: Ctx, places: readonly Prisma.Sql[]) => {
    const rows = await tenantSql<Found>(
      ctx.tenant.id,
      ctx.db,
      Prisma.join(
        places.map(
          (place) => Prisma.sql`
            select k.key::text, t.id, t.name as label, ${ownedSql(entity, "t")} from ${place} where t.archived_at is null`,
        ),
        " union ",
      ),
    );
    return rows.filter((row) => scope.sees(ctx, row));
  };
  return {
    entity,
    label: catalog.label,
    find: async (ctx, names) =>
      await found(ctx, [
        ...[...keys].map((column) => rowsByKey(ctx, head.table, column, names)),
        ...entries.map((field) => rowsByEntry(ctx, { table: head.table, entity, field }, names)),
      ]),
    async findByExternalId(ctx, ids) {
      const own = wellFormedIds(ids);
      const places = own.length > 0 ? [rowsByKey(ctx, head.table, ownIdKey.column, own, "uuid")] : [];
      return await found(ctx, [rowsByKey(ctx, head.table, idKey.column, ids), ...places]);
    },
    async tellApart(ctx, ids) {
      const rows = await tenantSql<ApartFacts & { id: string }>(
        ctx.tenant.id,
        ctx.db,
        Prisma.sql`select t.id, t.external_id as "externalId", json_build_object(${pointsTo}) as "pointsTo"
                   from ${rowsByKey(ctx, head.table, "id", ids, "uuid")}`,
      );
      return new Map(rows.map(({ id, ...facts }) => [id, facts]));
    },
    async candidates(ctx: Ctx) {
      const rows = await recordsOf(ctx, entity).findMany({
        where: { AND: [await visibleFirst(ctx, entity, maxCandidates), { archivedAt: null }] },
        orderBy: [{ nameKey: "asc" }, { id: "asc" }],
        take: maxCandidates,
        select: { id: true, name: true },
      });
      return rows.map(({ id, name }) => ({ id, label: String(name) }));
    },
  };
}
