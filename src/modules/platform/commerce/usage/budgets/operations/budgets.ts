import "server-only";
import { budgetThresholds } from "@/lib/meters";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { teamScope } from "@/modules/platform/identity/teams/scope";
import { platform } from "@/modules/platform/module";
import { defined, isoOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { rowIn, updateVersioned } from "@/server/versions";
import { budgetEvents } from "../events";
import {
  type BudgetSettings,
  budgetAnswer,
  budgetVersionInput,
  createBudgetInput,
  maxBudgets,
  updateBudgetInput,
} from "../schema";
import { budgetScope } from "../scope";

const named = { select: { id: true, name: true } };
export const budgetSelect = {
  ...{ id: true, kind: true, scope: true, teamId: true, memberId: true, amountMinor: true, currency: true },
  ...{ ratePerUsd: true, thresholds: true, stops: true, toldIds: true, archivedAt: true, version: true },
  ...{ team: named, member: named },
} satisfies Prisma.BudgetSelect;
export type StoredBudget = Prisma.BudgetGetPayload<{ select: typeof budgetSelect }>;

/** Which budgets an actor may change: all, or those of own teams and their members. */
export async function mayChange(
  ctx: Ctx,
): Promise<(of: { teamId: string | null; memberId: string | null }) => boolean> {
  const reach = ctx.reach("budget:manage");
  if (reach === "any") return () => true;
  if (reach !== "team") return () => false;
  const teams = await ownTeams(ctx);
  return ({ teamId, memberId }) =>
    (teamId !== null && teams.has(teamId)) || (memberId !== null && ctx.peers.edits.includes(memberId));
}

/** The teams of a member, and all below them. */
async function ownTeams(ctx: Ctx): Promise<Set<string>> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive own as (
        select team_id as id from team_members
        where tenant_id = ${ctx.tenant.id}::uuid and member_id = ${ctx.member?.id ?? null}::uuid
        union
        select t.id from own o join teams t on t.tenant_id = ${ctx.tenant.id}::uuid and t.parent_id = o.id
      )
      select id from own`,
  );
  return new Set(rows.map(({ id }) => id));
}

async function requireOwn(ctx: Ctx, of: { teamId: string | null; memberId: string | null }): Promise<void> {
  if ((await mayChange(ctx))(of)) return;
  throw new AppError(
    "FORBIDDEN",
    "You can set budgets only for your own teams and their members. Ask an owner or admin to set others.",
  );
}

/** A budget without what is spent of it. */
export async function presentSettings(ctx: Ctx, rows: readonly StoredBudget[]): Promise<BudgetSettings[]> {
  const may = await mayChange(ctx);
  const told = await ctx.db.member.findMany({
    where: { id: { in: [...new Set(rows.flatMap(({ toldIds }) => toldIds))] } },
    select: { id: true, name: true },
  });
  return rows.map((row) => ({
    ...{ id: row.id, kind: "usage", scope: row.scope as BudgetSettings["scope"], team: row.team, member: row.member },
    amount: moneyOf(row.amountMinor, row.currency) ?? { amount: 0, currency: row.currency },
    ratePerUsd: row.ratePerUsd === null ? null : row.ratePerUsd.toString(),
    ...{ thresholds: row.thresholds, stops: row.stops, archivedAt: isoOf(row.archivedAt), version: row.version },
    told: told.filter(({ id }) => row.toldIds.includes(id)),
    mayEdit: may(row),
  }));
}

async function presentOne(ctx: Ctx, row: StoredBudget): Promise<BudgetSettings> {
  const [shown] = await presentSettings(ctx, [row]);
  if (!shown) throw notFound("budget");
  return shown;
}

/** CONFLICT where this workspace, team or member has a budget in force; the database holds it against two at once. */
async function requireOnly(ctx: Ctx, of: Pick<StoredBudget, "scope" | "teamId" | "memberId">): Promise<void> {
  const { scope, teamId, memberId } = of;
  const other = await ctx.db.budget.findFirst({
    where: { kind: "usage", scope, teamId, memberId, archivedAt: null },
    select: { id: true },
  });
  if (other)
    throw new AppError("CONFLICT", `This ${scope} already has a budget. Edit or archive that one.`, {
      budgetId: other.id,
    });
}

/** The rate of another currency; VALIDATION where it is missing, because the product knows no exchange rates. */
function rateFor(currency: string, rate: string | null | undefined): Prisma.Decimal | null {
  if (currency === dollar) return null;
  if (!rate) throw invalid("ratePerUsd", `Enter how many ${currency} one USD counts as; costs are estimated in USD.`);
  return new Prisma.Decimal(rate);
}
const dollar = "USD";

export const createBudget = platform.operation({
  kind: "mutation",
  permission: "budget:manage",
  uses: [
    { scope: teamScope, ids: (input) => [input.teamId] },
    { scope: memberScope, ids: (input) => [input.memberId, ...(input.memberIds ?? [])] },
  ],
  input: createBudgetInput,
  output: budgetAnswer,
  rest: { method: "POST", path: "/budgets", creates: true },
  describe:
    "Sets the most that a workspace, a team or a member may cost in a month, by the estimated cost of the meters; each has one active budget. With `stops`, imports, e-mails and API calls that would cost more are refused. A currency other than USD needs a fixed rate.",
  async run(ctx, { scope, amount, ratePerUsd, memberIds = [], ...given }) {
    const teamId = scope === "team" ? (given.teamId ?? null) : null;
    const memberId = scope === "member" ? (given.memberId ?? null) : null;
    if (scope === "team" && teamId === null) throw invalid("teamId", "Choose the team.");
    if (scope === "member" && memberId === null) throw invalid("memberId", "Choose the member.");
    await requireOwn(ctx, { teamId, memberId });
    if ((await ctx.db.budget.count()) >= maxBudgets)
      throw new AppError("LIMIT_REACHED", `A workspace has at most ${maxBudgets} budgets. Change an archived one.`);
    await requireOnly(ctx, { scope, teamId, memberId });
    const row = await ctx.db.budget.create({
      data: {
        ...{ kind: "usage", scope, teamId, memberId, toldIds: memberIds, stops: given.stops ?? false },
        ...{ amountMinor: BigInt(amount.amount), currency: amount.currency },
        ratePerUsd: rateFor(amount.currency, ratePerUsd),
        thresholds: sorted(given.thresholds ?? [...budgetThresholds]),
      },
      select: budgetSelect,
    });
    const { amountMinor, currency, thresholds, stops } = row;
    const after = { scope, teamId, memberId, amountMinor, currency, thresholds, stops };
    const data = { amount: Number(amountMinor), currency };
    emit(ctx, budgetEvents.created, { id: row.id, version: row.version, after, data });
    return await presentOne(ctx, row);
  },
});

const sorted = (thresholds: readonly number[]) => [...thresholds].sort((a, b) => a - b);

const existing = {
  kind: "mutation",
  permission: "budget:manage",
  on: { scope: budgetScope, ids: (input: { id: string }) => [input.id] },
  output: budgetAnswer,
} as const;

async function load(ctx: Ctx, id: string): Promise<StoredBudget> {
  const row = await ctx.db.budget.findFirst({ where: { id }, select: budgetSelect });
  if (!row) throw notFound("budget");
  return row;
}

export const updateBudget = platform.operation({
  ...existing,
  uses: [{ scope: memberScope, ids: (input) => input.memberIds ?? [] }],
  input: updateBudgetInput,
  rest: { method: "PATCH", path: "/budgets/{id}" },
  describe:
    "Changes the amount of a budget, when and who it notifies, and whether it stops usage. Its scope cannot be changed.",
  async run(ctx, { id, version, amount, ratePerUsd, thresholds, stops, memberIds }) {
    const row = await load(ctx, id);
    const currency = amount?.currency ?? row.currency;
    const rate = ratePerUsd === undefined ? row.ratePerUsd?.toString() : ratePerUsd;
    const isNew = rateFor(currency, rate);
    const columns = defined({
      amountMinor: amount && BigInt(amount.amount),
      currency: amount?.currency,
      ratePerUsd: String(isNew) === String(row.ratePerUsd) ? undefined : isNew,
      thresholds: thresholds && sorted(thresholds),
      stops,
      toldIds: memberIds,
    });
    return await change(ctx, row, version, columns, budgetEvents.updated);
  },
});

export const archiveBudget = platform.operation({
  ...existing,
  input: budgetVersionInput,
  rest: { method: "POST", path: "/budgets/{id}/archive" },
  describe: "Archives a budget: it no longer stops usage or notifies anybody.",
  run: async (ctx, { id, version }) =>
    await change(ctx, await load(ctx, id), version, { archivedAt: new Date() }, budgetEvents.archived),
});

export const restoreBudget = platform.operation({
  ...existing,
  input: budgetVersionInput,
  rest: { method: "POST", path: "/budgets/{id}/restore" },
  describe: "Restores an archived budget, unless its workspace, team or member now has another one.",
  async run(ctx, { id, version }) {
    const row = await load(ctx, id);
    if (row.archivedAt !== null) await requireOnly(ctx, row);
    return await change(ctx, row, version, { archivedAt: null }, budgetEvents.restored);
  },
});

type BudgetEvent = (typeof budgetEvents)["updated" | "archived" | "restored"];

async function change(
  ctx: Ctx,
  row: StoredBudget,
  version: number,
  columns: Partial<StoredBudget>,
  event: BudgetEvent,
) {
  await requireOwn(ctx, row);
  const { id } = row;
  const { team: _team, member: _member, ...plain } = columns;
  const shown = (stored: StoredBudget) => presentOne(ctx, stored);
  const after = await updateVersioned<StoredBudget>(ctx, {
    ...{ event, id, version, columns, select: budgetSelect },
    ...rowIn<StoredBudget>(ctx.db.budget, { id, columns: plain, select: budgetSelect }),
    present: ({ team, member, ...stored }) => ({
      ...stored,
      ...{ team, member, amountMinor: Number(stored.amountMinor), ratePerUsd: stored.ratePerUsd?.toString() ?? null },
    }),
  });
  return await shown(after);
}
