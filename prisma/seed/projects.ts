import { addDays } from "date-fns/addDays";
import { v7 } from "uuid";
import { foldKey } from "@/lib/text";
import { projects } from "@/modules/pmo/projects/fields";
import { setupPercent, setupTicks } from "@/modules/pmo/projects/rules";
import type { Ctx } from "@/server/context";
import { insertSet } from "@/server/db/row-sets";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { snakeCase } from "@/server/nouns/snake-case";
import { itemsOf, milestonesOf, type ProjectPlan, projectPlans, stepsOf } from "./project-plans";

interface Sale {
  id: string;
  accountId: string;
  amountMinor: bigint | null;
  currency: string;
  account: { name: string } | null;
}

interface Row {
  id: string;
  plan: ProjectPlan;
  sale: Sale;
  ownerId: string;
  memberIds: readonly string[];
  createdAt: Date;
}

interface Told {
  id: string;
  row: Row;
  at: Date;
  name: string;
  before: object;
  after: object;
  data: object;
}

/** Gives a workspace eight projects in all phases, each after a sale that was won, with the steps that led there. */
export async function bringProjects(owner: Ctx): Promise<void> {
  await inTransaction(owner, async (ctx) => {
    const rows = await rowsFor(ctx, new Date());
    await writeRows(ctx, rows);
    await ctx.db.recordLink.createMany({
      data: rows.map(({ id, sale }) => ({
        ...{ fromEntity: "project", fromId: id, field: "opportunities", position: 0 },
        ...{ toEntity: "opportunity", toId: sale.id },
      })),
    });
    await writeParts(ctx, rows);
    await writeStays(ctx, rows);
    await writeEvents(ctx, rows);
    ctx.outcome.unchanged = true;
  });
}

async function rowsFor({ db }: Ctx, now: Date): Promise<Row[]> {
  const won = await db.opportunity.findMany({
    where: { status: "won", archivedAt: null, accountId: { not: null } },
    select: { id: true, accountId: true, amountMinor: true, currency: true, account: { select: { name: true } } },
    orderBy: [{ actualCloseDate: "desc" }, { id: "asc" }],
    distinct: ["accountId"],
    take: projectPlans.length,
  });
  const members = await db.member.findMany({
    where: { status: "active", role: { notIn: ["viewer", "guest"] } },
    select: { id: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const ids = members.map(({ id }) => id);
  return projectPlans.flatMap((plan, place) => {
    const sale = won[place];
    const ownerId = ids[place % ids.length];
    if (!sale?.accountId || !ownerId) return [];
    const memberIds = ids.filter((id) => id !== ownerId).slice(0, 1 + (place % 3));
    const createdAt = addDays(now, Math.min(plan.startsIn - 15, -3));
    return [{ id: newId(), plan, sale: { ...sale, accountId: sale.accountId }, ownerId, memberIds, createdAt }];
  });
}

const nameOf = ({ plan, sale }: Row) => `${plan.name} for ${sale.account?.name ?? "a customer"}`;
const dayOf = (from: Date, days: number) => addDays(from, days).toISOString().slice(0, 10);

function writeRows(ctx: Ctx, rows: readonly Row[]) {
  const now = new Date();
  return insertSet<Row>(
    ctx,
    "projects",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "name", type: "text", value: nameOf },
      { column: "name_key", type: "text", value: (row) => foldKey(nameOf(row)) },
      { column: "key", type: "text", value: ({ plan }) => plan.key },
      { column: "key_key", type: "text", value: ({ plan }) => foldKey(plan.key) },
      { column: "phase", type: "text", value: ({ plan }) => plan.phase },
      { column: "phase_reason", type: "text", value: ({ plan }) => plan.reason ?? null },
      { column: "account_id", type: "uuid", value: ({ sale }) => sale.accountId },
      { column: "owner_id", type: "uuid", value: ({ ownerId }) => ownerId },
      { column: "members", type: "jsonb", value: ({ memberIds }) => (memberIds.length > 0 ? memberIds : null) },
      { column: "members_key", type: "text", value: ({ memberIds }) => keysOf(memberIds) },
      { column: "type", type: "text", value: ({ plan }) => plan.type },
      { column: "starts_on", type: "date", value: ({ plan }) => dayOf(now, plan.startsIn) },
      { column: "ends_on", type: "date", value: ({ plan }) => dayOf(now, plan.endsIn) },
      { column: "price_minor", type: "bigint", value: ({ sale }) => sale.amountMinor },
      {
        column: "price_currency",
        type: "text",
        value: ({ sale }) => (sale.amountMinor === null ? null : sale.currency),
      },
      { column: "contract", type: "text", value: ({ plan }) => plan.contract },
      { column: "tracks_setup", type: "boolean", value: ({ plan }) => plan.setup !== undefined },
      ...setupTicks.map((tick) => ({
        column: snakeCase(tick),
        type: "boolean" as const,
        value: ({ plan }: Row) => plan.setup?.includes(tick) ?? false,
      })),
      { column: "setup", type: "int", value: setupOf },
      { column: "description", type: "text", value: ({ plan }) => plan.description },
      { column: "version", type: "int", value: ({ plan }) => 1 + stepsOf(plan, now).length },
      { column: "created_at", type: "timestamptz", value: ({ createdAt }) => createdAt },
      {
        column: "updated_at",
        type: "timestamptz",
        value: ({ plan, createdAt }) => stepsOf(plan, now).at(-1)?.at ?? createdAt,
      },
    ],
    rows,
  );
}

async function writeParts({ db }: Ctx, rows: readonly Row[]): Promise<void> {
  const now = new Date();
  await db.projectMilestone.createMany({
    data: rows.flatMap(({ id, plan, sale }) =>
      milestonesOf(plan, now).map(({ share, ...milestone }) => ({
        ...milestone,
        projectId: id,
        amountMinor: share === null || sale.amountMinor === null ? null : (sale.amountMinor * BigInt(share)) / 100n,
      })),
    ),
  });
  await db.projectItem.createMany({
    data: rows.flatMap(({ id, plan }) =>
      itemsOf(plan).map((item, place) => ({ ...item, projectId: id, position: place + 1 })),
    ),
  });
}

/** Triggers knew the present phase alone, since the making. */
async function writeStays({ db }: Ctx, rows: readonly Row[]): Promise<void> {
  await db.recordStay.deleteMany({ where: { recordId: { in: rows.map(({ id }) => id) } } });
  const stays = rows.flatMap(({ id, plan, createdAt }) => {
    const moves = [{ to: "setup", at: createdAt }, ...stepsOf(plan, new Date())];
    return moves.map(({ to, at }, place) => ({
      ...{ entity: "project", recordId: id, field: "phase", value: to, enteredAt: at },
      leftAt: moves[place + 1]?.at ?? null,
      reason: to === "paused" ? (plan.reason ?? null) : null,
    }));
  });
  await db.recordStay.createMany({ data: stays });
}

const setupOf = ({ plan, ownerId, memberIds }: Row): number | null =>
  plan.setup ? setupPercent({ ticked: plan.setup, managerId: ownerId, memberIds }) : null;

/** As the field of members stores its keys: one id per line. */
const keysOf = (ids: readonly string[]) => (ids.length > 0 ? `\n${ids.join("\n")}\n` : null);

function toldOf(row: Row): Told[] {
  const told = (name: string, at: Date, before: object, after: object, data: object): Told => ({
    ...{ id: v7({ msecs: at.getTime() }), row, at, name, before, after, data },
  });
  const made = told(projects.events.created.name, row.createdAt, {}, { name: nameOf(row), key: row.plan.key }, {});
  const steps = stepsOf(row.plan, new Date()).map(({ event, from, to, at }) => {
    const reason = to === "paused" && row.plan.reason ? { phaseReason: row.plan.reason } : {};
    const name = projects.steps[event]?.name ?? "";
    return told(name, at, { phase: from }, { phase: to, ...reason }, { from, to });
  });
  return [made, ...steps];
}

/** Events whose ids follow their dates: a timeline is ordered by ids. */
async function writeEvents(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const events = rows.flatMap(toldOf);
  await insertSet<Told>(
    ctx,
    "events",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "name", type: "text", value: ({ name }) => name },
      { column: "entity", type: "text", value: () => "project" },
      { column: "entity_id", type: "uuid", value: ({ row }) => row.id },
      { column: "actor", type: "jsonb", value: ({ row }) => ({ type: "user", memberId: row.ownerId }) },
      { column: "actor_member_id", type: "uuid", value: ({ row }) => row.ownerId },
      { column: "before", type: "jsonb", value: ({ before }) => before },
      { column: "after", type: "jsonb", value: ({ after }) => after },
      { column: "data", type: "jsonb", value: ({ data }) => data },
      { column: "request_id", type: "text", value: () => ctx.requestId },
      { column: "at", type: "timestamptz", value: ({ at }) => at },
    ],
    events,
  );
  const about = events.flatMap(({ id, row: { sale } }) => [
    { id, entity: "account", recordId: sale.accountId },
    { id, entity: "opportunity", recordId: sale.id },
  ]);
  await insertSet<(typeof about)[number]>(
    ctx,
    "event_subjects",
    [
      { column: "event_id", type: "uuid", value: ({ id }) => id },
      { column: "entity", type: "text", value: ({ entity }) => entity },
      { column: "entity_id", type: "uuid", value: ({ recordId }) => recordId },
    ],
    about,
  );
}
