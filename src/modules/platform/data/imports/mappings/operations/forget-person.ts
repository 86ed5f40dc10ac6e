import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { namesPersonIn, withoutPersonIn } from "@/server/personal/known";
import type { PersonalPlace } from "@/server/personal/places";

/** Decisions of saved mappings about values that name a person, and such values of all rows. */
export const mappingsNaming: PersonalPlace = {
  key: "importMappings",
  async erase({ tenant, db }, person) {
    const [choices, options] = [Prisma.sql`choices`, Prisma.sql`options`];
    await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        update import_mappings set choices = ${withoutPersonIn(person.known, choices)},
          options = ${withoutPersonIn(person.known, options)}, version = version + 1
        where tenant_id = ${tenant.id}::uuid
          and (${namesPersonIn(person, choices)} or ${namesPersonIn(person, options)}) returning 1 as done`,
    );
    return null;
  },
};
