import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { PersonalPlace } from "../personal/places.ts";

/** Words that one call looks up: each may stand in 20,000 texts that have to be read. */
const atOnce = 50;

/** The words of names that nobody has any more: they are forgotten with the next ones that wait. */
export const forgottenWords: PersonalPlace = {
  key: "searchWords",
  erase: async (ctx) => ((await forgetWords(ctx)) > 0 ? "more" : null),
};

/** Whether names were changed or deleted whose words may stand in no name any more. */
export async function hasLeftWords({ tenant, db }: Ctx): Promise<boolean> {
  const rows = await tenantSql(
    tenant.id,
    db,
    Prisma.sql`select 1 as found from search_left_words where tenant_id = ${tenant.id}::uuid limit 1`,
  );
  return rows.length > 0;
}

/**
 * Forgets some words that no name of the workspace holds any more; returns how many were looked up, 0 when none is left.
 * They are counted as tried before they are looked up: where that fails, the next call begins with those that were not
 * tried, and then tries the others one by one.
 */
export async function forgetWords({ tenant, db }: Ctx): Promise<number> {
  const its = Prisma.sql`tenant_id = ${tenant.id}::uuid`;
  const left = await tenantSql<{ id: string; word: string }>(
    tenant.id,
    db,
    Prisma.sql`
      with least_tried as (select tries from search_left_words where ${its} order by tries limit 1)
      update search_left_words set tries = least(tries + 1, 30000)
      where ${its} and id in (
        select w.id from search_left_words w join least_tried t on t.tries = w.tries
        where w.tenant_id = ${tenant.id}::uuid
        order by w.id limit (select case when tries = 0 then ${atOnce}::int else 1 end from least_tried))
      returning id, word`,
  );
  if (left.length === 0) return 0;
  const words = [...new Set(left.map(({ word }) => word))];
  const unused = await tenantSql<{ word: string }>(
    tenant.id,
    db,
    Prisma.sql`select search_unused(${words}::text[]) as word`,
  );
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`delete from search_words where ${its} and word = any(${unused.map(({ word }) => word)}::text[]) returning 1 as done`,
  );
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`delete from search_left_words where ${its} and id = any(${left.map(({ id }) => id)}::uuid[]) returning 1 as done`,
  );
  return left.length;
}
