import "server-only";
import type { Fields } from "@/lib/fields/field";
import { recordedIn } from "@/lib/fields/progression";
import { personalIn, requireErasable } from "@/lib/nouns/personal";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { namesPersonIn } from "../personal/known.ts";
import type { Person, PersonalPlace } from "../personal/places.ts";
import { firstId } from "../unknown-id.ts";
import { inWorkspace } from "./in-workspace.ts";
import { linksIn } from "./links.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { erasedColumns, erasedState } from "./personal.ts";
import { presentStored } from "./present.ts";
import { recordsOf } from "./records.ts";

/** Records of one step. */
const atOnce = 100;

const its = ({ tenant }: Ctx) => Prisma.sql`tenant_id = ${tenant.id}::uuid`;

interface Linked {
  entity: string;
  id: string;
}

/** The next records of these kinds that are linked to a person. */
const linkedAfter = (ctx: Ctx, { id }: Person, entities: readonly string[], after: string): Promise<Linked[]> =>
  tenantSql<Linked>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select distinct from_entity as entity, from_id as id from record_links
      where ${its(ctx)} and to_id = ${id}::uuid and from_entity = any(${[...entities]}) and from_id > ${after}::uuid
      order by from_id limit ${atOnce}`,
  );

/** The places in tables of all kinds of records: personal fields, and texts that triggers or requests copied. */
export function recordPlaces(all: readonly NounRuntime[]): PersonalPlace[] {
  for (const { noun } of all) requireErasable(noun.entity, noun.fields);
  const about = new Map(
    all
      .filter(({ noun: { fields } }) => linksIn(fields).length > 0 && personalIn(fields).length > 0)
      .map((runtime) => [runtime.noun.entity as string, runtime] as const),
  );
  return [linkedPlace(about), staysPlace(all), linkDataPlace, answersPlace];
}

/** The texts of records about the person. */
const linkedPlace = (about: ReadonlyMap<string, NounRuntime>): PersonalPlace => ({
  key: "linkedRecords",
  async read(ctx, person) {
    const found: object[] = [];
    for (let after = firstId; ; ) {
      const rows = await linkedAfter(ctx, person, [...about.keys()], after);
      for (const { entity, id } of rows) {
        const runtime = about.get(entity) as NounRuntime;
        const { select } = runtime.table;
        const row = await recordsOf(ctx, entity).findFirst({ where: { id }, select, relationLoadStrategy: "join" });
        if (row) found.push({ kind: runtime.noun.head.one, ...(await presentStored(ctx, runtime, row)) });
      }
      if (rows.length < atOnce) return found;
      after = rows.at(-1)?.id ?? firstId;
    }
  },
  async erase(ctx, person, after) {
    const rows = await linkedAfter(ctx, person, [...about.keys()], after || firstId);
    await inTransaction({ ...ctx, batchId: person.eventId }, async (inner) => {
      for (const { entity, id } of rows) await eraseTexts(inner, about.get(entity) as NounRuntime, id);
    });
    return rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
  },
});

async function eraseTexts(ctx: Ctx, runtime: NounRuntime, id: string): Promise<void> {
  const { noun } = runtime;
  const data = { ...erasedColumns(runtime, ctx.tenant), version: { increment: 1 } };
  const row = await recordsOf(ctx, noun.entity).update({ where: { id }, data, select: { id: true, version: true } });
  const after = erasedState(runtime, inWorkspace(ctx, runtime), ctx.tenant);
  emit(ctx, noun.events.textsErased, { id, version: row.version, after, data: {} });
}

/** The reasons for moves back: the record has the last one, its stays the earlier ones. */
const staysPlace = (all: readonly NounRuntime[]): PersonalPlace => ({
  key: "stays",
  read: (ctx, { id }) =>
    tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select field, value, entered_at as "enteredAt", left_at as "leftAt", reason from record_stays
        where ${its(ctx)} and record_id = ${id}::uuid order by entered_at`,
    ),
  async erase(ctx, { entity, id }) {
    const fields: Fields = all.find(({ noun }) => noun.entity === entity)?.noun.fields ?? {};
    const personal = recordedIn(fields).filter(([, , reason]) => fields[reason]?.personal);
    await ctx.db.recordStay.updateMany({
      where: { recordId: id, field: { in: personal.map(([name]) => name) } },
      data: { reason: null },
    });
    return null;
  },
});

/** The data of links to and from the person, such as their part in a meeting. */
const linkDataPlace: PersonalPlace = {
  key: "linkData",
  async erase(ctx, { id }) {
    await ctx.db.recordLink.updateMany({
      where: { OR: [{ toId: id }, { fromId: id }] },
      data: { data: Prisma.DbNull },
    });
    return null;
  },
};

/** Stored answers of repeated requests. */
const answersPlace: PersonalPlace = {
  key: "answers",
  async erase(ctx, person) {
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`delete from idempotency_keys where ${its(ctx)} and ${namesPersonIn(person, Prisma.sql`body`)} returning 1 as done`,
    );
    return null;
  },
};
