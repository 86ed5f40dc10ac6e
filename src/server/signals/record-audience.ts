import "server-only";
import { nounOf } from "@/lib/nouns/all";
import { timelineOf } from "../catalog.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { snakeCase } from "../nouns/snake-case.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";
import { ownedById, sourceSql } from "../owned-of.ts";
import { isThroughLinks, type Owned } from "../scope.ts";
import { audienceOf } from "./audience.ts";
import { levelOf, liveObject } from "./live.ts";

interface ThroughRow {
  id: string;
  ownerId: string | null;
  creatorId: string | null;
  memberIds: string[] | null;
  from: Owned | null;
  links: { field: string; entity: string; id: string }[] | null;
}

/**
 * The active members who see each of these records through links or as its people, as `server/seen-through.ts` decides for each of them;
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

/**
 * The same for records as they were before events that changed their people or links, by event; events that changed
 * neither are left out. As much as three statements more than for the records now.
 */
export async function audiencesBefore(
  ctx: Ctx,
  entity: string,
  events: readonly Pick<OutboxEvent, "id" | "entityId">[],
): Promise<ReadonlyMap<string, string[] | null>> {
  const earlier = await valuesBefore(ctx, entity, events);
  const now = await rowsOf(ctx, entity, [...new Set(earlier.map(({ entityId }) => entityId))]);
  const sources = await sourcesBefore(ctx, entity, earlier);
  const past = earlier.flatMap(({ id, entityId, before }) => {
    const row = now.find((one) => one.id === entityId);
    const from = sources.get(id);
    return row ? [{ id, row: { ...asBefore(entity, row, before), ...(from ? { from } : {}) } }] : [];
  });
  const owners = await ownersOfLinks(
    ctx,
    past.map(({ row }) => row),
  );
  const found = new Map<string, string[] | null>();
  for (const { id, row } of past) found.set(id, await audienceOfRow(ctx, entity, row, owners));
  return found;
}

/** The members with whom the record of each event or its source is shared, or was before it; by event. */
export async function sharedWith(
  ctx: Ctx,
  entity: string,
  events: readonly Pick<OutboxEvent, "id" | "entityId">[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await rowsOf(ctx, entity, [...new Set(events.map(({ entityId }) => entityId))]);
  const earlier = await valuesBefore(ctx, entity, events);
  const sources = await sourcesBefore(ctx, entity, earlier);
  const befores = new Map(earlier.map(({ id, before }) => [id, before]));
  const peopleIn = ({ memberIds, from }: ThroughRow): readonly string[] =>
    (nounOf(entity)?.accessFrom ? from?.memberIds : memberIds) ?? [];
  return new Map(
    events.map(({ id, entityId }) => {
      const row = rows.find((one) => one.id === entityId);
      const before = befores.get(id);
      const from = sources.get(id);
      const past = row && before ? peopleIn({ ...asBefore(entity, row, before), ...(from ? { from } : {}) }) : [];
      return [id, row ? [...peopleIn(row), ...past] : []];
    }),
  );
}

type Values = Readonly<Record<string, unknown>>;

/** The records that access came from before, of events that changed them. */
async function sourcesBefore(
  ctx: Ctx,
  entity: string,
  earlier: readonly { id: string; before: Values }[],
): Promise<ReadonlyMap<string, Owned>> {
  const access = nounOf(entity)?.accessFrom;
  if (!access) return new Map();
  const held = earlier.flatMap(({ id, before }) => {
    const source = before[`${access.field}Id`];
    return typeof source === "string" ? [{ id, source }] : [];
  });
  const known = await ownedById(
    ctx,
    access.entity,
    held.map(({ source }) => source),
  );
  return new Map(held.flatMap(({ id, source }) => (known.has(source) ? [[id, known.get(source) as Owned]] : [])));
}

/** The fields whose values are links, as the catalogue of a noun says. */
const linkFields = (entity: string): string[] =>
  Object.entries(timelineOf(entity)?.catalog.columns ?? {}).flatMap(([name, { kind }]) =>
    kind === "links" ? [name] : [],
  );

async function valuesBefore(ctx: Ctx, entity: string, events: readonly Pick<OutboxEvent, "id">[]) {
  const through = nounOf(entity)?.seenThrough;
  if (!through || events.length === 0) return [];
  const { accessFrom } = nounOf(entity) ?? {};
  const source = accessFrom ? [`${accessFrom.field}Id`] : [];
  const keys = ["ownerId", through.members, ...source, ...linkFields(entity)];
  return await tenantSql<{ id: string; entityId: string; before: Values }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, entity_id as "entityId", before from events
      where tenant_id = ${ctx.tenant.id}::uuid and id = any(${events.map(({ id }) => id)}::uuid[])
        and before ?| ${keys}::text[]`,
  );
}

/** A record with its earlier people and links; what an event does not name stays as it is. */
function asBefore(entity: string, row: ThroughRow, before: Values): ThroughRow {
  const members = nounOf(entity)?.seenThrough?.members ?? "";
  const fields = linkFields(entity).filter((field) => field in before);
  const links = [
    ...(row.links ?? []).filter(({ field }) => !fields.includes(field)),
    ...fields.flatMap((field) =>
      ((before[field] ?? []) as readonly { entity: string; id: string }[]).map((link) => ({ ...link, field })),
    ),
  ];
  return {
    ...row,
    ...("ownerId" in before ? { ownerId: before.ownerId as string | null } : {}),
    ...(members in before ? { memberIds: before[members] as string[] | null } : {}),
    links: links.length > 0 ? links : null,
  };
}

async function audienceOfRow(
  ctx: Ctx,
  entity: string,
  { ownerId, creatorId, memberIds, from, links }: ThroughRow,
  owners: ReadonlyMap<string, string | null>,
): Promise<string[] | null> {
  const people = [ownerId, ...(memberIds ?? [])].flatMap((id) => id ?? []);
  const access = nounOf(entity)?.accessFrom;
  if (access) {
    const sources = [from?.ownerId, ...(from?.memberIds ?? [])].flatMap((id) => id ?? []);
    const bySource = await audienceOf(ctx, levelIn(ctx, access.entity), [from?.ownerId ?? null]);
    return united(bySource, [...people, ...sources]);
  }
  if (!isThroughLinks(entity)) return united(await audienceOf(ctx, levelIn(ctx, entity), [ownerId]), people);
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

/** The members of either audience; null for everyone. */
export const united = (one: string[] | null, other: readonly string[] | null): string[] | null =>
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
      select a.id, a.owner_id as "ownerId", ${sourceSql(entity, "a")} as "from",
        ${Prisma.raw(creator === undefined ? "null::uuid" : `a.${snakeCase(creator)}_id`)} as "creatorId",
        ${Prisma.raw(`a.${snakeCase(members)}`)} as "memberIds", l.links
      from ${Prisma.raw(head.table)} a
      left join lateral (
        select jsonb_agg(jsonb_build_object('field', l.field, 'entity', l.to_entity, 'id', l.to_id)) as links from record_links l
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
