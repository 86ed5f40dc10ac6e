import "server-only";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { snakeCase } from "../nouns/snake-case.ts";
import { audienceOf } from "./audience.ts";
import { levelOf, liveObject } from "./live.ts";

interface ThroughRow {
  id: string;
  ownerId: string | null;
  creatorId: string | null;
  memberIds: string[] | null;
  links: { entity: string; id: string }[] | null;
}

/**
 * The active members who see each of these records through others, as `server/seen-through.ts` decides for each of them;
 * null for everyone. Two statements for each kind of linked record, however many records there are.
 */
export async function audiencesThrough(
  ctx: Ctx,
  entity: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[] | null>> {
  const rows = await rowsOf(ctx, entity, ids);
  const owners = await ownersOfLinks(ctx, rows);
  const found = new Map<string, string[] | null>();
  for (const row of rows) found.set(row.id, await audienceOfRow(ctx, entity, row, owners));
  return found;
}

async function audienceOfRow(
  ctx: Ctx,
  entity: string,
  { ownerId, creatorId, memberIds, links }: ThroughRow,
  owners: ReadonlyMap<string, string | null>,
): Promise<string[] | null> {
  const people = [ownerId, ...(memberIds ?? [])].flatMap((id) => id ?? []);
  if (!links) return united(await audienceOf(ctx, "admins", []), [...people, ...(creatorId ? [creatorId] : [])]);
  const bySetting = await audienceOf(ctx, levelIn(ctx, entity), [ownerId, ...(creatorId ? [creatorId] : [])]);
  let byLinks: string[] | null = [];
  for (const link of links) {
    const key = `${link.entity} ${link.id}`;
    if (!owners.has(key)) continue;
    byLinks = united(byLinks, await audienceOf(ctx, levelIn(ctx, link.entity), [owners.get(key) ?? null]));
    if (byLinks === null) break;
  }
  return united(common(bySetting, byLinks), people);
}

const united = (one: string[] | null, other: readonly string[] | null): string[] | null =>
  one && other ? [...new Set([...one, ...other])] : null;

function common(one: string[] | null, other: string[] | null): string[] | null {
  if (one === null || other === null) return one ?? other;
  return one.filter((id) => other.includes(id));
}

const levelIn = (ctx: Ctx, entity: string) => {
  const object = liveObject(entity);
  return object ? levelOf(ctx, object) : "admins";
};

async function rowsOf(ctx: Ctx, entity: string, ids: readonly string[]): Promise<ThroughRow[]> {
  const head = nounOf(entity);
  if (!head?.seenThrough || ids.length === 0) return [];
  const { members, creator } = head.seenThrough;
  return await tenantSql<ThroughRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select a.id, a.owner_id as "ownerId", ${Prisma.raw(`a.${snakeCase(creator)}_id`)} as "creatorId",
        ${Prisma.raw(`a.${snakeCase(members)}`)} as "memberIds", l.links
      from ${Prisma.raw(head.table)} a
      left join lateral (
        select jsonb_agg(jsonb_build_object('entity', l.to_entity, 'id', l.to_id)) as links from record_links l
        where l.tenant_id = a.tenant_id and l.from_id = a.id
      ) l on true
      where a.tenant_id = ${ctx.tenant.id}::uuid and a.id = any(${[...ids]}::uuid[])`,
  );
}

/** The owners of linked records, by kind and id; records that do not exist are left out. */
async function ownersOfLinks(ctx: Ctx, rows: readonly ThroughRow[]): Promise<ReadonlyMap<string, string | null>> {
  const owners = new Map<string, string | null>();
  const links = rows.flatMap((row) => row.links ?? []);
  for (const kind of new Set(links.map(({ entity }) => entity))) {
    const ids = links.flatMap((link) => (link.entity === kind ? [link.id] : []));
    for (const { id, ownerId } of (await liveObject(kind)?.scope.load(ctx, ids)) ?? [])
      owners.set(`${kind} ${id}`, ownerId);
  }
  return owners;
}
