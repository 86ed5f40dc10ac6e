import "server-only";
import { paidStates, seatsOf } from "@/lib/entitlements";
import { type MeterKey, monthlyLimitOf } from "@/lib/meters";
import { nounEntities } from "@/lib/nouns/all";
import { isPaid, isTrial } from "@/lib/plans";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { staffOperation } from "@/server/operation";
import { monthOf, monthSpan } from "@/server/usage/month";
import { type StaffWorkspace, staffWorkspace, workspaceIdInput } from "../schema";
import { isDeletionLate } from "./standing-sql";
import { workspaceCtx } from "./workspace-ctx";

const weekMs = 7 * 86_400_000;

export const getWorkspace = staffOperation({
  kind: "query",
  role: "support",
  input: workspaceIdInput,
  output: staffWorkspace,
  describe:
    "One workspace: plan, standing, seats, counts, usage of this month and the open invoice. None of its records.",
  async run(_ctx, { id }) {
    const ctx = await workspaceCtx(id);
    const { tenant, entitlements } = ctx;
    const { subscription } = tenant;
    const [stored, members, use, invoice, counts] = [
      await storedOf(ctx),
      await membersOf(ctx),
      await usageOf(ctx),
      await invoiceOf(ctx),
      await countsOf(ctx),
    ];
    const { plan, standing } = entitlements;
    return {
      ...stored,
      id,
      slug: tenant.slug,
      name: tenant.name,
      plan,
      standing,
      status: tenant.status,
      suspendedReason: tenant.suspendedReason,
      deletionDueAt: isoOf(tenant.deletionDueAt),
      deletionLate: isDeletionLate(tenant),
      currency: tenant.currency,
      timeZone: tenant.timeZone,
      trialEndsAt: isTrial(plan) ? isoOf(subscription.trialEndsAt) : null,
      pastDueSince: isPaid(plan) ? isoOf(subscription.pastDueSince) : null,
      mayTry: mayTry(ctx),
      seats: { used: members.active, most: seatsOf(subscription, entitlements) },
      activeMembers: members.recent,
      people: members.people,
      ...use,
      invoice,
      counts: { ...counts, members: members.all },
    };
  },
});

/** A trial of the workspace runs only where nothing is paid for, and nothing was. */
export const mayTry = ({ tenant: { subscription } }: Pick<Ctx, "tenant">): boolean =>
  subscription.state !== "canceled" && !(isPaid(subscription.plan) && paidStates.has(subscription.state));

async function storedOf({ db, tenant }: Ctx) {
  const row = await db.tenant.findFirst({ where: { id: tenant.id }, select: { createdAt: true } });
  const paid = await db.subscription.findFirst({ select: { cancelAt: true } });
  if (!row) throw notFound("workspace");
  return { createdAt: row.createdAt.toISOString(), cancelAt: isoOf(paid?.cancelAt ?? null) };
}

async function membersOf({ db }: Ctx) {
  const active = { status: "active" };
  return {
    all: await db.member.count({ where: { status: { not: "removed" } } }),
    active: await db.member.count({ where: active }),
    recent: await db.member.count({ where: { ...active, lastActiveAt: { gt: new Date(Date.now() - weekMs) } } }),
    people: await db.member.findMany({
      where: { ...active, role: { in: ["owner", "admin"] } },
      orderBy: [{ role: "desc" }, { createdAt: "asc" }, { id: "asc" }],
      take: 10,
      select: { id: true, name: true, role: true },
    }),
  };
}

async function usageOf(ctx: Ctx): Promise<Pick<StaffWorkspace, "records" | "apiCalls" | "emails" | "failedMails">> {
  const month = monthOf(new Date(), ctx.tenant.timeZone);
  const periods = await ctx.db.usagePeriod.findMany({ where: { month }, select: { meter: true, used: true } });
  const { from } = monthSpan(month, ctx.tenant.timeZone);
  const of = (meter: MeterKey) => {
    const limit = monthlyLimitOf(meter);
    return {
      used: Number(periods.find((period) => period.meter === meter)?.used ?? 0),
      most: limit && ctx.entitlements.limit(limit),
    };
  };
  const [counted] = await tenantSql<{ records: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select count(*)::int as records from search_documents
      where tenant_id = ${ctx.tenant.id}::uuid and entity = any(${nounEntities})`,
  );
  return {
    records: counted?.records ?? 0,
    apiCalls: of("apiCalls"),
    emails: of("emailsSent"),
    failedMails: await ctx.db.notificationMail.count({ where: { status: "failed", finishedAt: { gte: from } } }),
  };
}

/** The oldest invoice that is still to be paid. */
async function invoiceOf({ db }: Ctx): Promise<StaffWorkspace["invoice"]> {
  const row = await db.invoice.findFirst({
    where: { status: "open", remainingMinor: { gt: 0 } },
    orderBy: [{ issuedAt: "asc" }, { id: "asc" }],
    select: { remainingMinor: true, currency: true, dueAt: true, attempts: true },
  });
  return (
    row && {
      open: { amount: Number(row.remainingMinor), currency: row.currency },
      dueAt: isoOf(row.dueAt),
      pastDue: row.attempts > 0,
    }
  );
}

async function countsOf({ db }: Ctx): Promise<Omit<StaffWorkspace["counts"], "members">> {
  return {
    overrides: await db.entitlementOverride.count({ where: { endsAt: { gt: new Date() } } }),
    invoices: await db.invoice.count(),
    parked: await db.eventDelivery.count({ where: { parkedAt: { not: null }, deliveredAt: null } }),
    sessions: await db.supportSession.count(),
  };
}
