import { faker } from "@faker-js/faker";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { activityFirmOf } from "./activity-firm";
import { plansOf } from "./activity-plans";
import { type ActivityRow, rowOf } from "./activity-rows";

/** How many activities a workspace has for each of its opportunities. */
const perOpportunity = 3.41;

/**
 * Gives a workspace the calls, e-mails, meetings, notes and tasks of two years, and what is planned for the next weeks.
 * The versions of the records that they are about stay, so that the import can still be reverted.
 */
export async function bringActivities(owner: Ctx, seed: number, opportunities: number): Promise<void> {
  faker.seed(seed);
  await inTransaction(
    owner,
    async (ctx) => {
      const firm = await activityFirmOf(ctx);
      const rows = plansOf(firm, Math.round(opportunities * perOpportunity)).map((plan) => rowOf(plan, firm));
      await writeRows(ctx, rows);
      await writeLinks(ctx, rows);
      await writeMentions(ctx, rows);
      await touchRecords(ctx);
    },
    { timeoutMs: 60_000 },
  );
}

const writeRows = (ctx: Ctx, rows: readonly ActivityRow[]) =>
  insertSet<ActivityRow>(
    ctx,
    "activities",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "name", type: "text", value: (row) => row.name },
      { column: "name_key", type: "text", value: (row) => row.nameKey },
      { column: "kind", type: "text", value: (row) => row.kind },
      { column: "status", type: "text", value: (row) => row.status },
      { column: "priority", type: "text", value: (row) => row.priority },
      { column: "starts_at", type: "timestamptz", value: (row) => row.startsAt },
      { column: "ends_at", type: "timestamptz", value: (row) => row.endsAt },
      { column: "due_on", type: "date", value: (row) => row.dueOn },
      { column: "duration", type: "int", value: (row) => row.duration },
      { column: "direction", type: "text", value: (row) => row.direction },
      { column: "outcome_id", type: "uuid", value: (row) => row.outcomeId },
      { column: "outcome_note", type: "text", value: (row) => row.outcomeNote },
      { column: "owner_id", type: "uuid", value: (row) => row.ownerId },
      { column: "participants", type: "jsonb", value: (row) => row.participants },
      { column: "participants_key", type: "text", value: (row) => keysOf(row.participants) },
      { column: "location", type: "text", value: (row) => row.location },
      { column: "link", type: "text", value: (row) => row.link },
      { column: "description", type: "text", value: (row) => row.description },
      { column: "description_doc", type: "jsonb", value: (row) => row.doc },
      { column: "completed_at", type: "timestamptz", value: (row) => row.completedAt },
      { column: "at", type: "timestamptz", value: (row) => row.at },
      { column: "reschedules", type: "int", value: (row) => row.reschedules },
      { column: "creator_id", type: "uuid", value: (row) => row.creatorId },
      { column: "created_at", type: "timestamptz", value: (row) => row.createdAt },
      { column: "updated_at", type: "timestamptz", value: (row) => row.updatedAt },
    ],
    rows,
  );

/** As the field of members stores its keys: one id per line. */
const keysOf = (ids: ActivityRow["participants"]) => (ids ? `\n${ids.join("\n")}\n` : null);

type Named = ActivityRow["links"][number] & { fromId: string; place: number };

const writeLinks = (ctx: Ctx, rows: readonly ActivityRow[]) =>
  insertSet<Named>(
    ctx,
    "record_links",
    [
      { column: "id", type: "uuid", value: () => newId() },
      { column: "from_id", type: "uuid", value: ({ fromId }) => fromId },
      { column: "from_entity", type: "text", value: () => "activity" },
      { column: "field", type: "text", value: () => "about" },
      { column: "position", type: "int", value: ({ place }) => place },
      { column: "to_entity", type: "text", value: ({ entity }) => entity },
      { column: "to_id", type: "uuid", value: ({ id }) => id },
    ],
    rows.flatMap((row) => row.links.map((link, place) => ({ ...link, fromId: row.id, place }))),
  );

const writeMentions = (ctx: Ctx, rows: readonly ActivityRow[]) =>
  insertSet<Named>(
    ctx,
    "mentions",
    [
      { column: "record_id", type: "uuid", value: ({ fromId }) => fromId },
      { column: "entity", type: "text", value: () => "activity" },
      { column: "field", type: "text", value: () => "description" },
      { column: "to_entity", type: "text", value: ({ entity }) => entity },
      { column: "to_id", type: "uuid", value: ({ id }) => id },
    ],
    rows.flatMap((row) => row.mentions.map((mention, place) => ({ ...mention, fromId: row.id, place }))),
  );

/** The completed contacts with customers, each with a record that it is linked to. */
const contactsSql = (ctx: Ctx, entity: string) => Prisma.sql`
  select l.to_id, max(a.at) as at, max(a.at) filter (where a.direction = 'inbound') as answered_at
  from activities a join record_links l on l.tenant_id = a.tenant_id and l.from_id = a.id and l.to_entity = ${entity}
  where a.tenant_id = ${ctx.tenant.id}::uuid and a.status = 'completed'
    and a.kind in ('call', 'email', 'meeting', 'demo', 'sms', 'linkedin', 'chat')
  group by l.to_id`;

/** Notes the last contact with people, and the last activity of opportunities and accounts, as completing them does. */
async function touchRecords(ctx: Ctx): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update contacts c set last_contacted_at = greatest(c.last_contacted_at, t.at),
        last_responded_at = greatest(c.last_responded_at, t.answered_at)
      from (${contactsSql(ctx, "contact")}) t where c.tenant_id = ${ctx.tenant.id}::uuid and c.id = t.to_id`,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update opportunities o set touched_at = greatest(o.touched_at, t.at)
      from (${contactsSql(ctx, "opportunity")}) t where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = t.to_id`,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update accounts x set touched_at = greatest(x.touched_at, t.at)
      from (
        select id, max(at) as at from (
          select to_id as id, at from (${contactsSql(ctx, "account")}) a
          union all
          select c.account_id, t.at from (${contactsSql(ctx, "contact")}) t
            join contacts c on c.tenant_id = ${ctx.tenant.id}::uuid and c.id = t.to_id
          union all
          select o.account_id, t.at from (${contactsSql(ctx, "opportunity")}) t
            join opportunities o on o.tenant_id = ${ctx.tenant.id}::uuid and o.id = t.to_id
        ) every group by id
      ) t where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = t.id`,
  );
}
