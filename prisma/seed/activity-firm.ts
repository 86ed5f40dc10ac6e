import { capital } from "@/lib/text";
import { loadPipelines } from "@/modules/crm/pipelines/operations";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

export interface Person {
  id: string;
  name: string;
  first: string;
}

export interface Customer {
  id: string;
  name: string;
  city: string | null;
  type: string;
  ownerId: string | null;
  people: readonly Person[];
}

export interface Deal {
  id: string;
  name: string;
  status: "open" | "won" | "lost";
  pipelineId: string;
  amount: number | null;
  currency: string;
  accountId: string | null;
  ownerId: string | null;
  /** The people of the opportunity, the first contact before the others. */
  contactIds: readonly string[];
  stays: readonly { stageId: string; at: Date }[];
}

/** The records that an activity is about. */
export interface Target {
  account: Pick<Customer, "id" | "name" | "city"> | null;
  contact: Person | null;
  sale: { id: string; product: string; amount: number | null; currency: string } | null;
}

/** A workspace at the time when its activities are made. */
export interface ActivityFirm {
  now: Date;
  zone: string;
  /** The members who sign in; the first ones founded the workspace. */
  members: readonly { id: string; name: string }[];
  accounts: ReadonlyMap<string, Customer>;
  deals: readonly Deal[];
  /** For each open stage, how far a sale in it has come, from 0 to 1; renewals are apart. */
  progress: ReadonlyMap<string, number>;
  renewalIds: ReadonlySet<string>;
  /** The ids of outcomes by their names. */
  outcomes: ReadonlyMap<string, string>;
}

/** The records of a workspace from which activities are made. */
export async function activityFirmOf(ctx: Ctx): Promise<ActivityFirm> {
  const pipelines = await loadPipelines(ctx);
  const members = await ctx.db.member.findMany({
    where: { status: "active" },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
  const outcomes = await ctx.db.activityOutcome.findMany({ select: { id: true, name: true }, orderBy: { id: "asc" } });
  const accounts = (await customersOf(ctx)).map((one) => ({ ...one, people: one.people.map(tidied) }));
  const deals = await dealsOf(ctx);
  const progress = pipelines.flatMap(({ stages }) => {
    const open = stages.filter(({ type }) => type === "open");
    return open.map(({ id }, place): [string, number] => [id, place / open.length]);
  });
  return {
    now: new Date(),
    zone: ctx.tenant.timeZone,
    members,
    accounts: new Map(accounts.map((one) => [one.id, one])),
    deals,
    progress: new Map(progress),
    renewalIds: new Set(pipelines.filter(({ name }) => name === "Renewals").map(({ id }) => id)),
    outcomes: new Map(outcomes.map(({ id, name }) => [name, id])),
  };
}

/** Some names of the files were typed carelessly; people write them properly in their subjects. */
const tidied = ({ id, name, first }: Person): Person => ({ id, name: tidy(name), first: tidy(first) });
const isCareless = (name: string) => name === name.toUpperCase() || name === name.toLowerCase();
const tidy = (name: string) =>
  name
    .split(" ")
    .map((word) => (isCareless(word) ? capital(word.toLowerCase()) : word))
    .join(" ");

// Each record is looked up by its key below: statistics of tables that were just filled are missing, and a join of whole
// ones may then take minutes.
const customersOf = (ctx: Ctx) =>
  tenantSql<Customer>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select a.id, a.name, a.billing_address->>'city' as city, a.type, a.owner_id as "ownerId",
        coalesce(p.people, '[]') as people
      from accounts a
      cross join lateral (
        select json_agg(json_build_object(
          'id', id, 'name', name, 'first', coalesce(first_name, last_name)) order by external_id) as people
        from contacts where tenant_id = ${ctx.tenant.id}::uuid and account_id = a.id
      ) p
      where a.tenant_id = ${ctx.tenant.id}::uuid and a.type <> 'competitor' order by a.name_key, a.id`,
  );

async function dealsOf(ctx: Ctx): Promise<Deal[]> {
  const rows = await tenantSql<Deal & { stays: { stageId: string; at: string }[] }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.id, o.name, o.status, o.pipeline_id as "pipelineId", (o.amount_minor / 100)::float8 as amount, o.currency,
        o.account_id as "accountId", o.owner_id as "ownerId", coalesce(c.ids, '{}') as "contactIds", e.stays
      from opportunities o
      cross join lateral (
        select json_agg(json_build_object('stageId', stage_id, 'at', entered_at) order by sequence) as stays
        from stage_entries where tenant_id = ${ctx.tenant.id}::uuid and opportunity_id = o.id and entered_at is not null
      ) e
      cross join lateral (
        select array_agg(contact_id order by is_primary desc, contact_id) as ids
        from opportunity_contacts where tenant_id = ${ctx.tenant.id}::uuid and opportunity_id = o.id
      ) c
      where o.tenant_id = ${ctx.tenant.id}::uuid and e.stays is not null order by o.external_id`,
  );
  return rows.map((row) => ({ ...row, stays: row.stays.map(({ stageId, at }) => ({ stageId, at: new Date(at) })) }));
}
