import "server-only";
import { type NounEntity, nounEntities, nounOf, nouns } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import type { GuestAct } from "@/lib/nouns/noun-head";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { AppError } from "./errors.ts";
import { emit } from "./events.ts";
import { snakeCase } from "./nouns/snake-case.ts";
import { isGuest, membersWhoSee, type OwnedRow } from "./scope.ts";
import { seenSql, seesSome } from "./seen-through.ts";

/**
 * Whether the actor may do this with a record: a guest where the share of the record, or of the one that its access comes
 * from, lets them. Others may; their rights are checked elsewhere.
 */
export async function isLetByShare(ctx: Ctx, act: GuestAct, record: { entity: string; id: string }): Promise<boolean> {
  if (!isGuest(ctx)) return true;
  const head = nounOf(record.entity);
  const source = head?.accessFrom ? nounOf(head.accessFrom.entity) : head;
  const list = source?.guests?.lets?.[act];
  if (!head || !source || !list) return false;
  const shared = head.accessFrom
    ? Prisma.sql`s.id = (select r.${Prisma.raw(snakeCase(head.accessFrom.field))}_id from ${Prisma.raw(head.table)} r
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.id = ${record.id}::uuid)`
    : Prisma.sql`s.id = ${record.id}::uuid`;
  const rows = await tenantSql<{ let: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select s.${Prisma.raw(snakeCase(list))} @> to_jsonb(${memberOf(ctx.actor) ?? ""}::text) as let
      from ${Prisma.raw(source.table)} s where s.tenant_id = ${ctx.tenant.id}::uuid and ${shared}`,
  );
  return rows[0]?.let === true;
}

const refusals: Readonly<Record<GuestAct, string>> = {
  comment: "This is shared with you for reading. Ask the manager of the project to let you comment.",
  complete: "This is shared with you for reading. Ask the manager of the project to let you complete your tasks.",
};

/** FORBIDDEN for a guest whose share does not let them do this. */
export async function requireShare(ctx: Ctx, act: GuestAct, record: { entity: string; id: string }): Promise<void> {
  if (!(await isLetByShare(ctx, act, record))) throw new AppError("FORBIDDEN", refusals[act], { id: record.id });
}

/** A member is taken out of the lists that say more than reading, or out of the shares as well. */
type EndedShares = "allowances" | "all";

/** Takes a member out of what records that are shared with guests say of them, so that no former right comes back. */
export async function endShares(ctx: Ctx, memberId: string, what: EndedShares): Promise<void> {
  for (const entity of nounEntities) {
    const head = nounOf(entity);
    const allowances = Object.values(head?.guests?.lets ?? {});
    const members = head?.seenThrough?.members;
    if (allowances.length === 0) continue;
    for (const list of what === "all" && members ? [...allowances, members] : allowances)
      await takeOut(ctx, entity, list, memberId);
  }
}

interface TakenOut {
  id: string;
  version: number;
  before: string[];
  after: string[] | null;
}

/** Takes a member out of a list of members of all records that name them there. */
async function takeOut(ctx: Ctx, entity: NounEntity, list: string, memberId: string): Promise<void> {
  const [table, column] = [Prisma.raw(nouns[entity].table), Prisma.raw(snakeCase(list))];
  const rows = await tenantSql<TakenOut>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with named as (
        select id, ${column} as before from ${table}
        where tenant_id = ${ctx.tenant.id}::uuid and ${column} @> to_jsonb(${memberId}::text) order by id for update)
      update ${table} t set ${column} = nullif(t.${column} - ${memberId}::text, '[]'::jsonb),
        ${column}_key = nullif(replace(t.${column}_key, ${`\n${memberId}\n`}, E'\\n'), E'\\n'),
        version = t.version + 1, updated_at = now()
      from named n where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = n.id
      returning t.id, t.version, n.before, t.${column} as after`,
  );
  for (const { id, version, before, after } of rows)
    emit(ctx, nounEvents(entity).updated, {
      ...{ id, version, data: {} },
      before: { [list]: before },
      after: { [list]: after },
    });
}

/** The people whom a record names, and those of the record that its access comes from. */
export const peopleOf = ({ ownerId, memberIds, from }: Omit<OwnedRow, "id">): string[] => [
  ...new Set([...(ownerId ? [ownerId] : []), ...(memberIds ?? []), ...(from ? peopleOf(from) : [])]),
];

/** Those of these members whom a guest knows: themselves, and the people whom records that are shared with them name. */
export async function knownToGuest(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const kinds = nounEntities.filter((kind) => nounOf(kind)?.guests && nouns[kind].owned && seesSome(ctx, kind));
  const named = kinds.map((kind) => {
    const members = membersWhoSee(kind);
    const listed = members ? Prisma.sql`or r.${Prisma.raw(snakeCase(members))} @> to_jsonb(u.id::text)` : Prisma.empty;
    return Prisma.sql`exists (
      select 1 from ${Prisma.raw(nouns[kind].table)} r where r.tenant_id = ${ctx.tenant.id}::uuid
        and (r.owner_id = u.id ${listed}) and ${seenSql(ctx, kind, "r")})`;
  });
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select u.id from unnest(${[...new Set(ids)]}::uuid[]) u(id)
      where u.id = ${memberOf(ctx.actor)}::uuid or ${Prisma.join([Prisma.sql`false`, ...named], " or ")}`,
  );
  return rows.map(({ id }) => id);
}
