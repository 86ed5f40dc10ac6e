import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Partners } from "@/server/sync/object";
import type { RemotePerson } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { plainPartners } from "./plain-partners";
import type { ActivePair, Work } from "./work";

/** Members and the people there who have the same address. */
export interface People {
  memberOf: ReadonlyMap<string, string>;
  personOf: ReadonlyMap<string, string>;
}

/** Pairs people by their addresses; a member with several accounts there is the first one of them. */
export async function pairPeople(ctx: Ctx, people: readonly RemotePerson[]): Promise<People> {
  const members = await ctx.db.member.findMany({
    where: { status: { not: "removed" }, emailKey: { not: null } },
    select: { id: true, emailKey: true },
  });
  const byEmail = new Map(members.map(({ id, emailKey }) => [emailKey, id]));
  const known = people.flatMap(({ id, email }) => {
    const memberId = byEmail.get(email?.toLowerCase() ?? null);
    return memberId ? [[id, memberId] as const] : [];
  });
  return {
    memberOf: new Map(known),
    personOf: new Map(known.toReversed().map(([id, memberId]) => [memberId, id])),
  };
}

interface Linked {
  entity: string;
  recordId: string;
  externalId: string;
}

/** The partners of the records of a page: one statement, however many records they point to. */
export async function loadPartners(
  work: Work,
  people: People,
  snapshots: readonly { props: Props }[],
  records: readonly AnyRecord[],
): Promise<Partners> {
  const pointing = work.pairs.filter(({ points }) => points?.to === "record");
  const externalIds = new Set(
    pointing.flatMap(({ remote }) => snapshots.flatMap(({ props }) => props[remote[0] ?? ""] ?? [])),
  );
  const recordIds = new Set(pointing.flatMap((pair) => records.flatMap((record) => idIn(pair, record))));
  const links = await linkedIn(work, [...externalIds], [...recordIds]);
  const here = new Map(links.map((one) => [`${one.entity} ${one.externalId}`, one.recordId]));
  const there = new Map(links.map((one) => [`${one.entity} ${one.recordId}`, one.externalId]));
  const options = new Map(work.pairs.map(({ field, chosen }) => [field, optionsOf(chosen.options)]));
  return {
    ...plainPartners(work.ctx),
    recordOf: (entity, externalId) => here.get(`${entity} ${externalId}`),
    externalOf: (entity, recordId) => there.get(`${entity} ${recordId}`),
    memberOf: (personId) => people.memberOf.get(personId),
    personOf: (memberId) => people.personOf.get(memberId),
    optionHere: (field, value) => options.get(field)?.find(({ theirs }) => theirs === value)?.ours,
    optionThere: (field, value) => options.get(field)?.find(({ ours }) => ours === value)?.theirs,
  };
}

function idIn(pair: ActivePair, record: AnyRecord): string[] {
  const value = pair.read(record);
  return typeof value === "string" ? [value] : [];
}

const optionsOf = (stored: unknown): readonly { ours: string; theirs: string }[] =>
  Array.isArray(stored) ? (stored as { ours: string; theirs: string }[]) : [];

async function linkedIn(
  { ctx, connectionId }: Work,
  externalIds: readonly string[],
  recordIds: readonly string[],
): Promise<Linked[]> {
  if (externalIds.length + recordIds.length === 0) return [];
  const columns = Prisma.sql`o.entity, l.record_id as "recordId", l.external_id as "externalId"`;
  const from = Prisma.sql`sync_objects o join sync_links l on l.tenant_id = o.tenant_id and l.object_id = o.id`;
  const where = Prisma.sql`o.tenant_id = ${ctx.tenant.id}::uuid and o.connection_id = ${connectionId}::uuid and l.state <> 'unlinked'`;
  return await tenantSql<Linked>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from ${from} where ${where} and l.external_id = any(${externalIds}::text[])
      union select ${columns} from ${from} where ${where} and l.record_id = any(${recordIds}::uuid[]) and l.external_id is not null`,
  );
}
