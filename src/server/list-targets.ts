import "server-only";
import type { Ctx } from "./context.ts";
import { keyColumnOf } from "./custom/key-column.ts";
import { Prisma } from "./db/generated/client.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { processWide } from "./process-wide.ts";
import { SqlCondition, visibleWhere } from "./seen-through.ts";
import { whereSql } from "./where-sql.ts";

const registeredLists = processWide<ReadonlyMap<string, ListDefinition>>("lists");

/** Called by the registry with the list of each kind of record that fields of other records may point to. */
export function registerLists(lists: readonly ListDefinition[]): void {
  registeredLists.set(new Map(lists.map((list) => [list.entity, list])));
}

/** The list of a kind of record; undefined where it has none. */
export function listOf(entity: string): ListDefinition | undefined {
  return registeredLists.required().get(entity);
}

/** The list of the records that a field points to; undefined for other fields. */
export const targetOf = ({ to }: ListField): ListDefinition | undefined => (to === undefined ? undefined : listOf(to));

/** The built-in fields of the records that a list's rows point to, by the names that conditions have for them. */
export const relatedFields = (list: ListDefinition): [string, ListField][] =>
  Object.entries(list.fields).flatMap(([name, field]) =>
    Object.entries(targetOf(field)?.fields ?? {}).map(([second, theirs]): [string, ListField] => [
      `${name}.${second}`,
      theirs,
    ]),
  );

/** The condition for rows that point to a record which the actor sees and which matches `where`; for `whereSql`. */
export function inTarget(
  ctx: Ctx,
  list: ListDefinition,
  through: ListField,
  target: ListDefinition,
  where: Where,
): Where {
  const seen = { AND: [visibleWhere(ctx, target.entity), where] };
  const sql = (alias: string) => {
    const other = `${alias}_to`;
    const [outer, inner] = [Prisma.raw(alias), Prisma.raw(other)];
    return Prisma.sql`exists (select 1 from ${Prisma.raw(target.table.name)} ${inner}
      where ${inner}.tenant_id = ${outer}.tenant_id and ${inner}.id = ${idSql(list, through, alias)}
        and ${whereSql({ ...target.table, alias: other }, seen)})`;
  };
  return { pointsTo: new SqlCondition(sql) };
}

/** The id that a row holds in a field. That of a custom field is read from its JSON column: other fields hold other texts. */
function idSql({ table }: ListDefinition, { column }: ListField, alias: string): Prisma.Sql {
  const own = table.columns[column];
  if (own) return Prisma.raw(`${alias}.${own.name}`);
  const key = keyColumnOf(column);
  if (!key) throw new Error(`No SQL column is known for ${column}.`);
  return Prisma.sql`(${Prisma.raw(alias)}.custom ->> ${key.json})::uuid`;
}
