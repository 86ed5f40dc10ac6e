import "server-only";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import { Prisma } from "../db/generated/client.ts";
import { snakeCase } from "./snake-case.ts";

/** A kind of record that belongs to another one, as its head says: the contacts of accounts. */
interface KindUnder {
  entity: NounEntity;
  table: Prisma.Sql;
  /** The column with the record that it belongs to, and its name in Prisma. */
  column: Prisma.Sql;
  key: string;
}

/** Those of these kinds that belong to a kind: of accounts, contacts and opportunities. */
export const kindsUnder = (above: string, kinds: readonly string[]): KindUnder[] =>
  kinds.flatMap((kind) => {
    const head = nounOf(kind);
    if (head?.under?.entity !== above) return [];
    const key = `${head.under.field}Id`;
    return [{ entity: kind as NounEntity, table: Prisma.raw(head.table), column: Prisma.raw(snakeCase(key)), key }];
  });

/** The newest records of one kind under the given ones that lists and timelines take into account. */
export const mostUnder = 5000;

/**
 * SQL for the column `id`: these ids, which are of some of `kinds`, and those of records of other ones that belong to them.
 */
export function withUnderSql(tenantId: string, kinds: readonly string[], ids: readonly string[]): Prisma.Sql {
  const given = Prisma.sql`${[...ids]}::uuid[]`;
  const under = [...new Set(kinds)].flatMap((above) => kindsUnder(above, kinds));
  const parts = under.map(
    ({ table, column }) => Prisma.sql`union all (
      select x.id from ${table} x where x.tenant_id = ${tenantId}::uuid and x.${column} = any(${given})
      order by x.id desc limit ${mostUnder})`,
  );
  return Prisma.sql`select unnest(${given}) as id ${Prisma.join([Prisma.empty, ...parts], " ")}`;
}
