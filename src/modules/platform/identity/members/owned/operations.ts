import "server-only";
import { nouns, permissionFor } from "@/lib/nouns/all";
import { platform } from "@/modules/platform/module";
import { arrayLiteral } from "@/server/db/array-literal";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { ownedWhere } from "@/server/scope";
import { countOwnedInput, countOwnedOutput } from "./schema";

export const countOwned = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: countOwnedInput,
  output: countOwnedOutput,
  describe: "How many records of one type each member owns, among those that you may see; archived ones do not count.",
  async run(ctx, { entity }) {
    if (!ctx.can(permissionFor(entity, "view"))) return [];
    const { OR: seen, id: nothing } = ownedWhere(ctx, entity);
    if (nothing) return [];
    const owners = seen?.flatMap(({ ownerId }) => ownerId?.in ?? []);
    const ofThese = owners ? Prisma.sql`and r.owner_id = any(${arrayLiteral(owners)}::uuid[])` : Prisma.empty;
    const rows = await tenantSql<{ memberId: string | null; count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select r.owner_id as "memberId", count(*)::int as count from ${Prisma.raw(nouns[entity].table)} r
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.archived_at is null ${ofThese}
        group by r.owner_id`,
    );
    return rows.flatMap(({ memberId, count }) => (memberId === null ? [] : [{ memberId, count }]));
  },
});
