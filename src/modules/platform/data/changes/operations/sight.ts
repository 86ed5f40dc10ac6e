import "server-only";
import { type NounEntity, nounOf, nouns, permissionFor } from "@/lib/nouns/all";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { isThroughLinks, seesAll, seesOwned } from "@/server/scope";
import { seenSql, seesSome, settingAllows } from "@/server/seen-through";

/** The people who saw a record before, as `prisma/changes.sql` keeps it. */
export const exitColumns = {
  id: true,
  entity: true,
  recordId: true,
  ownerId: true,
  creatorId: true,
  members: true,
  sourceId: true,
  links: true,
  erased: true,
} satisfies Prisma.RecordExitSelect;
export type Exit = Prisma.RecordExitGetPayload<{ select: typeof exitColumns }>;

interface Named {
  entity: NounEntity;
  id: string;
}

/** Those of these records that the actor sees now. */
export async function seenNow(ctx: Ctx, entity: NounEntity, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || !seesSome(ctx, entity)) return new Set();
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id from ${rowsByKey(ctx, nouns[entity].table, "id", ids, "uuid")} where ${seenSql(ctx, entity, "t")}`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The ids of those of these exits whose record the actor saw before: as one of its people, or through another record. */
export async function sawAmong(ctx: Ctx, exits: readonly Exit[]): Promise<Set<string>> {
  const through = exits.map((exit) => ({ exit, isSeen: sawAsPerson(ctx, exit), sources: sourcesOf(ctx, exit) }));
  const asked = through.flatMap(({ isSeen, sources }) => (isSeen ? [] : sources));
  const known = await sawOnce(ctx, asked);
  return new Set(
    through.flatMap(({ exit, isSeen, sources }) =>
      isSeen || sources.some(({ id }) => known.has(id)) ? [exit.id] : [],
    ),
  );
}

/** Those of these records that the actor sees now, or saw before one of their exits. */
async function sawOnce(ctx: Ctx, records: readonly Named[]): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const entity of new Set(records.map((one) => one.entity))) {
    const ids = [...new Set(records.flatMap((one) => (one.entity === entity ? [one.id] : [])))];
    const now = await seenNow(ctx, entity, ids);
    const others = ids.filter((id) => !now.has(id));
    const where = { entity, recordId: { in: others } };
    const exits = others.length > 0 ? await ctx.db.recordExit.findMany({ where, select: exitColumns }) : [];
    const saw = await sawAmong(ctx, exits);
    for (const id of now) seen.add(id);
    for (const exit of exits) if (saw.has(exit.id)) seen.add(exit.recordId);
  }
  return seen;
}

const membersOf = ({ members }: Exit) => (members ?? []) as string[];

function sawAsPerson(ctx: Ctx, exit: Exit): boolean {
  const { entity, ownerId, creatorId } = exit;
  if (!nounOf(entity)?.owned || seesAll(ctx)) return true;
  if (!isThroughLinks(entity)) return seesOwned(ctx, entity, { ownerId, memberIds: membersOf(exit) });
  const self = memberOf(ctx.actor);
  return self !== null && [ownerId, creatorId, ...membersOf(exit)].includes(self);
}

/** The records through which a record was seen: that of its access, or those that it was linked to if the setting let them. */
function sourcesOf(ctx: Ctx, { entity, ownerId, creatorId, sourceId, links }: Exit): Named[] {
  const access = nounOf(entity)?.accessFrom;
  if (access) return sourceId === null ? [] : [{ entity: access.entity as NounEntity, id: sourceId }];
  if (!isThroughLinks(entity) || !settingAllows(ctx, entity, { ownerId, creatorId })) return [];
  return ((links ?? []) as unknown as Named[]).filter((link) => ctx.can(permissionFor(link.entity, "view")));
}
