import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { keepErased } from "@/server/personal/erased-ids";
import type { Person, PersonalPlace } from "@/server/personal/places";
import { providers } from "@/server/sync/provider";
import { declaresErasing, erased, noteErasure, toErase } from "./erasing";

/**
 * The data of a person that connections hold: links, hashes, values that are being sent, problems, and the log of changes. A keyed hash
 * of the id there stays, so that no run and no import creates the person again; the record there is left alone, or deleted if that was
 * chosen.
 */
export const syncedPeople: PersonalPlace = {
  key: "syncedRecords",
  async read(ctx, person) {
    const links = await linksOf(ctx, person);
    return links.map(({ provider, externalId }) => ({ service: provider, id: externalId }));
  },
  async elsewhere(ctx, person) {
    const links = await linksOf(ctx, person);
    const keys = new Set(links.filter((link) => erases(link, person.entity)).map(({ provider }) => provider));
    return providers().flatMap(({ key, label }) => (keys.has(key) ? [label] : []));
  },
  async erase(ctx, person) {
    await inTransaction(ctx, async (inner) => await eraseLinks(inner, person));
    await forgetSamples(ctx);
    return null;
  },
};

/** At once: a repeated call finds no link, and does not ask again for what somebody may have left alone since. */
async function eraseLinks(ctx: Ctx, person: Person): Promise<void> {
  const { db } = ctx;
  // A page of a run holds them until it is committed, with all that it says of the person.
  await tenantRows(ctx)`
    select id from sync_links where tenant_id = ${ctx.tenant.id}::uuid and record_id = ${person.id}::uuid order by id for update`;
  const links = await linksOf(ctx, person);
  await keepErased(
    ctx,
    links.flatMap(({ provider, externalId }) => (externalId === null ? [] : [{ source: provider, externalId }])),
  );
  const objectIds = links.map(({ objectId }) => objectId);
  const externalIds = links.flatMap(({ externalId }) => externalId ?? []);
  const either = { OR: [{ recordId: person.id }, { objectId: { in: objectIds }, externalId: { in: externalIds } }] };
  await db.syncProblem.deleteMany({ where: either });
  if (person.erasesElsewhere) await askThere(ctx, links, person.entity);
  await db.syncChange.deleteMany({ where: { recordId: person.id } });
  const unsure = await keepUnsure(ctx, links, person);
  await db.syncLink.deleteMany({ where: { recordId: person.id, id: { notIn: unsure } } });
}

/** Keeps links whose records the service may be creating, without their values, until a run has read the new ids. */
async function keepUnsure({ db }: Ctx, links: readonly Linked[], person: Person): Promise<string[]> {
  const unsure = links.filter(({ externalId, isSent, isEnded }) => externalId === null && isSent && !isEnded);
  for (const link of unsure) {
    const state = person.erasesElsewhere && erases(link, person.entity) ? toErase : erased;
    const data = { state, intent: Prisma.DbNull, base: {}, writes: {} };
    await db.syncLink.updateMany({ where: { id: link.id }, data });
  }
  return unsure.map(({ id }) => id);
}

interface Linked {
  id: string;
  objectId: string;
  connectionId: string;
  provider: string;
  /** Whether somebody has ended the connection. */
  isEnded: boolean;
  externalId: string | null;
  /** Whether values were being sent. */
  isSent: boolean;
}

const linksOf = async (ctx: Ctx, { entity, id }: Pick<Person, "entity" | "id">): Promise<Linked[]> =>
  await tenantRows<Linked>(ctx)`
    select l.id, l.intent_at is not null as "isSent", o.id as "objectId", c.id as "connectionId", c.provider, c.grant = 'disconnected' as "isEnded",
      l.external_id as "externalId"
    from sync_links l
    join sync_objects o on o.tenant_id = l.tenant_id and o.id = l.object_id
    join connections c on c.tenant_id = o.tenant_id and c.id = o.connection_id
    where l.tenant_id = ${ctx.tenant.id}::uuid and l.record_id = ${id}::uuid and o.entity = ${entity}`;

const erases = ({ externalId, isSent, isEnded, provider }: Linked, entity: NounEntity): boolean =>
  (externalId !== null || isSent) && !isEnded && declaresErasing(provider, entity);

/** The engine deletes the records there when it works next. */
async function askThere(ctx: Ctx, links: readonly Linked[], entity: NounEntity): Promise<void> {
  for (const link of links) {
    const { externalId } = link;
    if (externalId !== null && erases(link, entity)) await noteErasure(ctx, { ...link, externalId });
  }
}

/** Examples of rehearsals may show anybody; each is made anew by the next rehearsal. One that is under way ends without them. */
async function forgetSamples(ctx: Ctx): Promise<void> {
  await tenantRows(ctx)`
    update sync_runs set samples = '[]' where tenant_id = ${ctx.tenant.id}::uuid
      and (samples <> '[]' or (samples is null and kind = 'rehearsal' and ended_at is null))
    returning 1 as done`;
  await ctx.db.syncRehearsed.deleteMany({});
}
