import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { namesPersonIn, withoutPersonIn } from "@/server/personal/known";
import type { PersonalPlace } from "@/server/personal/places";

/** Conditions of saved views for which somebody typed a name or an address. */
export const viewsNaming: PersonalPlace = {
  key: "savedViews",
  async erase({ tenant, db }, { id, known }) {
    const state = Prisma.sql`state`;
    await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        update saved_views set state = ${withoutPersonIn(known, state)}, version = version + 1
        where tenant_id = ${tenant.id}::uuid and ${namesPersonIn({ known, id }, state)} returning 1 as done`,
    );
    return null;
  },
};
