import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import { firstId } from "@/server/unknown-id";
import { recordsHere } from "./assess";
import type { Work } from "./work";

/** The next records here that have no partner there, by id after a place. */
export async function freeIds(
  { ctx, object, many }: Work,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id from ${Prisma.raw(many.runtime.noun.head.table)} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.archived_at is null and t.id > ${after ?? firstId}::uuid
        and not exists (select 1 from sync_links l
          where l.tenant_id = t.tenant_id and l.object_id = ${object.id}::uuid and l.record_id = t.id)
      order by t.id limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** Those of these records that are not in the archive. */
export const liveRecords = async (work: Work, ids: readonly string[]): Promise<AnyRecord[]> =>
  [...(await recordsHere(work, ids)).values()].filter(({ archivedAt }) => archivedAt === null);
