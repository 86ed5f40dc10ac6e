import "server-only";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { isReferencedSql } from "../../db/row-sets.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import type { ImportContext } from "./import-context.ts";

/**
 * New records of an import that nobody changed and nothing else points to let go of each other, so that they can be deleted
 * in any order. Records that have to stay, and all that they point to, keep their links.
 */
export async function unlinkNew(ctx: Ctx, { runtime, links }: ImportContext, importId: string): Promise<void> {
  const { entity, head } = runtime.noun;
  const { table } = head;
  const tenant = ctx.tenant.id;
  const columns = links.map(({ sqlColumn }) => sqlColumn);
  const held = await isReferencedSql(
    ctx,
    table,
    "o",
    columns.map((column) => `${table}.${column}`),
  );
  const list = (text: (column: string) => string, separator: string) => Prisma.raw(columns.map(text).join(separator));
  await tenantSql(
    tenant,
    ctx.db,
    Prisma.sql`
      with recursive ours as (
        select a.id, ${list((column) => `a.${column}`, ", ")} from ${Prisma.raw(table)} a
        join import_records r on r.tenant_id = a.tenant_id and r.record_id = a.id and r.version = a.version
        where r.tenant_id = ${tenant}::uuid and r.import_id = ${importId}::uuid
          and r.entity = ${entity} and r.action = 'created' and r.reverted is null
      ),
      staying as (
        select o.* from ours o
        where ${held}
          or exists (select 1 from ${Prisma.raw(table)} c where c.tenant_id = ${tenant}::uuid
                     and (${list((column) => `c.${column} = o.id`, " or ")}) and c.id not in (select id from ours))
        union
        select o.* from ours o join staying s on ${list((column) => `s.${column} = o.id`, " or ")}
      )
      update ${Prisma.raw(table)} a set ${list((column) => `${column} = null`, ", ")} from ours
      where a.tenant_id = ${tenant}::uuid and a.id = ours.id
        and (${list((column) => `a.${column} is not null`, " or ")}) and a.id not in (select id from staying)
      returning 1 as done`,
  );
}
