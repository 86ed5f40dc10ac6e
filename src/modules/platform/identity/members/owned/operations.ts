import "server-only";
import { nouns, permissionFor } from "@/lib/nouns/all";
import { platform } from "@/modules/platform/module";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { visibleWhere } from "@/server/seen-through";
import { whereSql } from "@/server/where-sql";
import { countOwnedInput, countOwnedOutput } from "./schema";

export const countOwned = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: countOwnedInput,
  output: countOwnedOutput,
  describe: "How many records of one type each member owns, among those that you may see; archived ones do not count.",
  async run(ctx, { entity }) {
    if (!ctx.can(permissionFor(entity, "view"))) return [];
    const { table } = nouns[entity];
    const columns = { id: { name: "id", type: "uuid" }, ownerId: { name: "owner_id", type: "uuid" } } as const;
    const visible = whereSql({ name: table, alias: "r", columns }, visibleWhere(ctx, entity));
    const rows = await tenantSql<{ memberId: string | null; count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select r.owner_id as "memberId", count(*)::int as count from ${Prisma.raw(table)} r
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.archived_at is null and ${visible}
        group by r.owner_id`,
    );
    return rows.flatMap(({ memberId, count }) => (memberId === null ? [] : [{ memberId, count }]));
  },
});
