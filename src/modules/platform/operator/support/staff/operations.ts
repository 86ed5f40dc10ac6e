import "server-only";
import { addDays, differenceInSeconds, subDays } from "date-fns";
import { scopeText, supportEvents } from "@/lib/support-events";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx, type TenantInfo } from "@/server/context";
import { platformClient, platformQuery } from "@/server/db/client";
import { isDeleted } from "@/server/deletion-due";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { staffOperation } from "@/server/operation";
import type { StaffCtx } from "@/server/staff/staff-ctx";
import { noteStaffIn } from "@/server/staff/staff-events";
import { staffIn } from "@/server/staff/staff-in";
import { holdConsent, readAccess } from "../operations/consent";
import { noteEnds } from "../operations/ending";
import { facts, factsOf, type SessionRow, select } from "../row";
import { coveredBy, opensADay, requestDays, stateOf } from "../rules";
import {
  mySupport,
  openedSupport,
  openSupportInput,
  supportIdInput,
  supportTarget,
  supportTargetInput,
} from "./schema";

async function workspaceOf(id: string): Promise<TenantInfo> {
  const tenant = await tenantById(id);
  if (!tenant) throw notFound("workspace");
  return tenant;
}

const refusal = (message: string) => new AppError("FORBIDDEN", message);

/** The workspace, while anybody may be in it. */
function requireOpen(tenant: TenantInfo): void {
  if (isDeleted(tenant)) throw notFound("workspace");
  if (tenant.status !== "active") throw refusal("This workspace is suspended.");
}

export const openSupport = staffOperation({
  kind: "mutation",
  role: "support",
  input: openSupportInput,
  output: openedSupport,
  describe:
    "Opens a workspace as one of its members if its owners allow it, and asks them otherwise. FORBIDDEN if they never allow it, CONFLICT while an earlier request of yours is open, RATE_LIMITED after 10 in 24 hours.",
  async run(ctx, input) {
    const tenant = await workspaceOf(input.workspaceId);
    requireOpen(tenant);
    const outer = staffIn(ctx, tenant, input.memberId);
    const member = await outer.db.member.findFirst({
      where: { id: input.memberId, status: "active" },
      select: { id: true },
    });
    if (!member) throw refusal("This member is not active in the workspace.");
    return await inTransaction(outer, async (inner) => {
      const consent = await holdConsent(inner);
      if (consent.mode === "never") throw refusal("This workspace does not allow support access.");
      const now = new Date();
      const byWindow = coveredBy(consent, input.write, now);
      await requireRoom(inner, { staffId: ctx.actor.staffId, needsConsent: !byWindow, now });
      const { id } = await inner.db.supportSession.create({
        data: {
          staffId: ctx.actor.staffId,
          staffName: ctx.actor.name,
          memberId: input.memberId,
          reason: input.reason,
          ticket: input.ticket,
          write: input.write,
          minutes: input.minutes,
          byWindow,
        },
        select: { id: true },
      });
      if (byWindow) await begin(ctx, inner, id, now);
      else await ask(ctx, inner, id);
      return { id, state: byWindow ? ("open" as const) : ("asked" as const), slug: tenant.slug };
    });
  },
});

/** Under the lock of consent: one open request of a person for a workspace, and few requests and sessions a day. */
async function requireRoom(
  inner: Ctx,
  { staffId, needsConsent, now }: { staffId: string; needsConsent: boolean; now: Date },
) {
  const rows = await inner.db.supportSession.findMany({
    where: { staffId, askedAt: { gt: subDays(now, requestDays + 1) } },
    orderBy: { askedAt: "desc" },
    select: facts,
  });
  const waits = rows.some((row) => ["asked", "allowed"].includes(stateOf(row, now)));
  if (needsConsent && waits)
    throw new AppError(
      "CONFLICT",
      "Your earlier request to this workspace is still open. Start the session, or withdraw the request.",
    );
  const [tenth] = rows.slice(opensADay - 1);
  const again = tenth && addDays(tenth.askedAt, 1);
  if (!again || again <= now) return;
  const message = `You asked for access to this workspace ${opensADay} times in 24 hours. Its owners were notified each time. Call them.`;
  throw new AppError("RATE_LIMITED", message, { retryAfter: differenceInSeconds(again, now) });
}

async function load(inner: Ctx, id: string): Promise<SessionRow> {
  const row = await inner.db.supportSession.findFirst({ where: { id }, select });
  if (!row) throw notFound("support session");
  return row;
}

const logged = ({ id, ticket, reason, write, minutes, member }: SessionRow) => ({
  sessionId: id,
  memberId: member.id,
  ticket,
  reason,
  write,
  minutes,
});

async function ask(ctx: StaffCtx, inner: Ctx, id: string): Promise<void> {
  const row = await load(inner, id);
  const text = `${row.staffName} of Throughline support asks to open ${inner.tenant.name} as ${row.member.name}, ${scopeText(row.write)}, for ${row.minutes} minutes: ${row.reason} (ticket ${row.ticket})`;
  emit(inner, supportEvents.asked, { id, data: factsOf(row, text) });
  await noteStaffIn(inner, ctx, { name: "support.asked", data: logged(row) });
}

/** Starts a session in this browser; the same person's earlier one in this workspace ends. */
async function begin(ctx: StaffCtx, inner: Ctx, id: string, now: Date): Promise<void> {
  const earlier = await inner.db.supportSession.updateManyAndReturn({
    where: { staffId: ctx.actor.staffId, startedAt: { not: null }, endedAt: null },
    data: { endedAt: now, endReason: "stopped", endToldAt: now },
    select: { id: true },
  });
  await noteEnds(
    inner,
    earlier.map((one) => one.id),
  );
  const { minutes, byWindow } = await inner.db.supportSession.findFirstOrThrow({
    where: { id },
    select: { minutes: true, byWindow: true },
  });
  const { endsAt } = await holdConsent(inner);
  const full = now.getTime() + minutes * 60_000;
  const expiresAt = new Date(byWindow && endsAt ? Math.min(full, endsAt.getTime()) : full);
  await inner.db.supportSession.updateMany({
    where: { id },
    data: { startedAt: now, expiresAt, sessionId: ctx.actor.sessionId },
  });
  const row = await load(inner, id);
  const text = `${row.staffName} of Throughline support opened ${inner.tenant.name} as ${row.member.name}, ${scopeText(row.write)}, for at most ${row.minutes} minutes: ${row.reason} (ticket ${row.ticket})`;
  emit(inner, supportEvents.started, { id, data: factsOf(row, text) });
  await noteStaffIn(inner, ctx, { name: "support.started", data: logged(row) });
}

/** One of this person's own sessions, with its workspace. */
async function ownSession(ctx: StaffCtx, id: string): Promise<{ tenant: TenantInfo; memberId: string }> {
  const row = await platformClient().supportSession.findFirst({
    where: { id, staffId: ctx.actor.staffId },
    select: { tenantId: true, memberId: true },
  });
  if (!row) throw notFound("support session");
  return { tenant: await workspaceOf(row.tenantId), memberId: row.memberId };
}

export const startSupport = staffOperation({
  kind: "mutation",
  role: "support",
  input: supportIdInput,
  output: openedSupport,
  describe:
    "Starts a session that the workspace has allowed. CONFLICT if the request is still open, was refused or has ended.",
  async run(ctx, { id }) {
    const { tenant, memberId } = await ownSession(ctx, id);
    requireOpen(tenant);
    return await inTransaction(staffIn(ctx, tenant, memberId), async (inner) => {
      const consent = await holdConsent(inner);
      const now = new Date();
      if (consent.mode === "never" || stateOf(await load(inner, id), now) !== "allowed")
        throw new AppError("CONFLICT", "This session is not allowed, or its permission has expired. Ask again.");
      await begin(ctx, inner, id, now);
      return { id, state: "open" as const, slug: tenant.slug };
    });
  },
});

export const stopSupport = staffOperation({
  kind: "mutation",
  role: "support",
  stepUp: false,
  input: supportIdInput,
  output: supportIdInput,
  describe: "Ends one of your support sessions, or withdraws a request. One that has already ended does not change.",
  async run(ctx, { id }) {
    const { tenant, memberId } = await ownSession(ctx, id);
    await inTransaction(staffIn(ctx, tenant, memberId), async (inner) => {
      await holdConsent(inner);
      const row = await load(inner, id);
      const now = new Date();
      const ended = await inner.db.supportSession.updateMany({
        where: { id, endedAt: null },
        data: { endedAt: now, endReason: "stopped", endToldAt: now },
      });
      if (ended.count > 0 && row.startedAt) await noteEnds(inner, [id]);
      await noteStaffIn(inner, ctx, { name: "support.stopped", data: logged(row) });
    });
    return { id };
  },
});

interface MineRow {
  id: string;
  workspace_id: string;
  workspace: string;
  slug: string;
  member: string;
  reason: string;
  ticket: string;
  write: boolean;
  minutes: number;
  asked_at: Date;
  allowed_at: Date | null;
  refused_at: Date | null;
  started_at: Date | null;
  expires_at: Date | null;
  ended_at: Date | null;
}

export const listMySupport = staffOperation({
  kind: "query",
  role: "support",
  input: supportTargetInput.partial(),
  output: mySupport,
  describe: "Your last 100 support sessions and requests, newest first, in one workspace or in all.",
  async run(ctx, { workspaceId }) {
    const rows = await platformQuery<MineRow>(
      "my-support",
      `select x.id, t.id workspace_id, t.name workspace, t.slug, m.name member, x.reason, x.ticket, x.write, x.minutes,
         x.asked_at, x.allowed_at, x.refused_at, x.started_at, x.expires_at, x.ended_at
       from support_sessions x join tenants t on t.id = x.tenant_id
       join members m on m.tenant_id = x.tenant_id and m.id = x.member_id
       where x.staff_id = $1 and ($2::uuid is null or x.tenant_id = $2) order by x.asked_at desc limit 100`,
      [ctx.actor.staffId, workspaceId ?? null],
    );
    const now = new Date();
    return rows.map((row) => ({
      id: row.id,
      workspace: { id: row.workspace_id, name: row.workspace, slug: row.slug },
      member: row.member,
      reason: row.reason,
      ticket: row.ticket,
      write: row.write,
      minutes: row.minutes,
      askedAt: row.asked_at.toISOString(),
      startedAt: row.started_at?.toISOString() ?? null,
      endsAt: (row.ended_at ?? row.expires_at)?.toISOString() ?? null,
      state: stateOf(
        {
          askedAt: row.asked_at,
          allowedAt: row.allowed_at,
          refusedAt: row.refused_at,
          startedAt: row.started_at,
          expiresAt: row.expires_at,
          endedAt: row.ended_at,
        },
        now,
      ),
    }));
  },
});

export const getSupportTarget = staffOperation({
  kind: "query",
  role: "support",
  input: supportTargetInput,
  output: supportTarget,
  describe:
    "The consent of a workspace to support access, and the members as whom staff may open it, by name and role.",
  async run(_ctx, { workspaceId }) {
    const tenant = await workspaceOf(workspaceId);
    const reading = createCtx({
      tenant,
      actor: { type: "system", job: "support", reason: "shows staff what the workspace allows" },
      member: null,
    });
    const { mode, endsAt, write } = await readAccess(reading);
    const members = await reading.db.member.findMany({
      where: { status: "active" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: 500,
      select: { id: true, name: true, role: true },
    });
    return { mode, endsAt, write, members };
  },
});
