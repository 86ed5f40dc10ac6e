import "server-only";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { Ctx } from "../context.ts";
import type { Where } from "../list-definition.ts";
import { ownedOf, ownedSelect } from "../owned-of.ts";
import { defineScope, type OwnedRow, type Scope } from "../scope.ts";
import { visibleAmong, visibleWhere } from "../seen-through.ts";
import { recordsOf } from "./records.ts";

/** The records of a noun that the actor may see, as a where-fragment for SQL (`whereSql`). */
export const visibleOf = (ctx: Ctx, { entity }: Pick<Noun, "entity">): Where => visibleWhere(ctx, entity);

/** The rules for seeing and editing records of a noun, from its head. */
export function scopeOf<E extends Noun["entity"]>(noun: Pick<Noun<E>, "head" | "entity">): Scope<E> {
  const { head, entity } = noun;
  return defineScope<E>({
    entity,
    noun: head.one,
    edit: permissionFor(entity, "edit"),
    owned: head.owned,
    async load(ctx, ids) {
      const rows = await recordsOf(ctx, entity).findMany({
        where: { AND: [{ id: { in: ids } }, await visibleAmong(ctx, entity, ids)] },
        select: { id: true, ...ownedSelect(entity) },
      });
      return rows.map((row): OwnedRow => ({ id: row.id, ...ownedOf(entity, row) }));
    },
    async names(ctx, ids) {
      const select = { id: true, name: true };
      const rows = await recordsOf(ctx, entity).findMany({ where: { id: { in: ids } }, select });
      return rows.map(({ id, name }) => ({ id, name: String(name) }));
    },
    namesIn: head.table,
  });
}
