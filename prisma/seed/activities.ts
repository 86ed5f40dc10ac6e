import { faker } from "@faker-js/faker";
import { max } from "date-fns/max";
import { isContact } from "@/modules/crm/activities/rules";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, rowsAsSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { activityFirmOf } from "./activity-firm";
import { plansOf } from "./activity-plans";
import { type ActivityRow, rowOf } from "./activity-rows";
import { writeNextSteps } from "./next-steps";

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
      await touchRecords(ctx, rows);
      await writeNextSteps(ctx);
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

interface Touch {
  id: string;
  at: Date;
  answeredAt: Date | null;
}

/** When the contacts, opportunities or accounts of completed activities were last contacted, and last answered. */
function touchesOf(rows: readonly ActivityRow[], idOf: (row: ActivityRow) => string | null | undefined): Touch[] {
  const touches = new Map<string, Touch>();
  for (const row of rows) {
    const id = idOf(row);
    if (!id || row.status !== "completed" || !isContact(row.kind)) continue;
    const { at = row.at, answeredAt = null } = touches.get(id) ?? {};
    const answers = [answeredAt, row.direction === "inbound" ? row.at : null].filter((one) => one !== null);
    touches.set(id, { id, at: max([at, row.at]), answeredAt: answers.length > 0 ? max(answers) : null });
  }
  return [...touches.values()];
}

const linked = (entity: string) => (row: ActivityRow) => row.links.find((link) => link.entity === entity)?.id;

/** Notes the last contact with people, and the last activity of opportunities and accounts, as completing them does. */
async function touchRecords(ctx: Ctx, rows: readonly ActivityRow[]): Promise<void> {
  const contacts = touchSet(touchesOf(rows, linked("contact")));
  const opportunities = touchSet(touchesOf(rows, linked("opportunity")));
  const accounts = touchSet(touchesOf(rows, ({ accountId }) => accountId));
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update contacts c set last_contacted_at = greatest(c.last_contacted_at, r.at),
        last_responded_at = greatest(c.last_responded_at, r.answered_at)
      from ${contacts} where c.tenant_id = ${ctx.tenant.id}::uuid and c.id = r.id`,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update opportunities o set touched_at = greatest(o.touched_at, r.at)
      from ${opportunities} where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = r.id`,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update accounts a set touched_at = greatest(a.touched_at, r.at)
      from ${accounts} where a.tenant_id = ${ctx.tenant.id}::uuid and a.id = r.id`,
  );
}

const touchSet = (touches: readonly Touch[]) =>
  rowsAsSet<Touch>(
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "at", type: "timestamptz", value: ({ at }) => at },
      { column: "answered_at", type: "timestamptz", value: ({ answeredAt }) => answeredAt },
    ],
    touches,
  );
