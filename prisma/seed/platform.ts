import { addDays, addMinutes, subDays } from "date-fns";
import { addOverride, extendTrial } from "@/modules/platform/operator/staff/operations/overrides";
import { suspendWorkspace } from "@/modules/platform/operator/staff/operations/suspend";
import { setSupportAccess } from "@/modules/platform/operator/support/operations/consent";
import { askDeletion } from "@/modules/platform/workspace/tenants/ending/operations/deletion";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { newId } from "@/server/new-id";
import type { StaffCtx } from "@/server/staff/staff-ctx";
import { bringHistory } from "./history";
import { demoStaff } from "./people";
import { type Customer, customers, type PastSession } from "./platform-customers";
import { bringUsage } from "./usage";
import { makeWorkspace } from "./workspaces";

/** Random choices of these workspaces differ from those of the demo's own. */
const firstSeed = 101;

/** Fills the console of the platform's staff: customers in every standing, and the work of staff with them. */
export async function bringPlatform(): Promise<void> {
  const staff = new Map<string, StaffCtx>();
  for (const person of demoStaff) staff.set(person.email, await staffOf(person));
  const operator = staff.get(demoStaff[0].email);
  if (!operator) throw new Error("The demo has no operator.");
  for (const [index, customer] of customers.entries()) {
    const place = firstSeed + index;
    const owner = await makeWorkspace(customer);
    if (!owner) continue;
    if (customer.opportunities > 0) await bringHistory(owner, place, customer.opportunities);
    await bringUsage(owner, place, customer);
    await bringActivity(owner, customer);
    for (const session of customer.sessions ?? []) await bringSession(owner, session, staff.get(session.staff));
    if (customer.access)
      await setSupportAccess(owner, { ...customer.access, endsAt: addDays(new Date(), 5).toISOString(), version: 0 });
    if (customer.parked) await park(owner, customer.parked);
    await act(operator, owner, customer);
  }
}

/** The context of a person of the staff who has just signed in with a second factor. */
async function staffOf({ email, name, role }: (typeof demoStaff)[number]): Promise<StaffCtx> {
  const { id } = await platformClient().user.findUniqueOrThrow({ where: { emailKey: email }, select: { id: true } });
  const now = new Date();
  return {
    realm: "staff",
    actor: { type: "staff", staffId: id, sessionId: newId(), name, email, role },
    factorAt: now,
    confirmedAt: now,
    requestId: newId(),
    address: "198.51.100.4",
    noted: { count: 0 },
  };
}

async function bringActivity({ db, tenant }: Ctx, { quietDays, ageDays }: Customer): Promise<void> {
  await db.tenant.updateMany({ where: { id: tenant.id }, data: { createdAt: subDays(new Date(), ageDays) } });
  await db.member.updateMany({ data: { lastActiveAt: subDays(new Date(), quietDays) } });
}

/** A session that staff had, and its rows in the platform's log. */
async function bringSession(owner: Ctx, session: PastSession, staff: StaffCtx | undefined): Promise<void> {
  if (!staff || owner.actor.type !== "user") throw new Error(`${session.staff} is not staff of the demo.`);
  const { daysAgo, minutes, took, staff: _who, ...facts } = session;
  const startedAt = subDays(new Date(), daysAgo);
  const endedAt = addMinutes(startedAt, took);
  const { memberId } = owner.actor;
  const { staffId, name: staffName } = staff.actor;
  const row = await owner.db.supportSession.create({
    data: {
      ...{ ...facts, staffId, staffName, memberId, minutes, byWindow: false, decidedById: memberId },
      ...{ askedAt: startedAt, allowedAt: startedAt, startedAt, endedAt, expiresAt: addMinutes(startedAt, minutes) },
      ...{ endReason: "stopped", endToldAt: endedAt },
    },
    select: { id: true },
  });
  const noted = { staffId, staffName, workspaceId: owner.tenant.id, workspaceName: owner.tenant.name };
  const data = { ...facts, sessionId: row.id, memberId, minutes };
  for (const [name, at] of [
    ["support.started", startedAt],
    ["support.stopped", endedAt],
  ] as const)
    await platformClient().staffEvent.create({ data: { ...noted, name, at, data, address: staff.address } });
}

/** Parks the newest event of a workspace, as after eight refusals. */
async function park({ db }: Ctx, reason: string): Promise<void> {
  const event = await db.event.findFirstOrThrow({ orderBy: [{ at: "desc" }, { id: "desc" }] });
  const place = { eventId: event.id, consumer: "notifications" };
  await db.eventDelivery.deleteMany({ where: place });
  const { entity, entityId } = event;
  await db.eventDelivery.create({ data: { ...place, entity, entityId, attempts: 8, parkedAt: new Date(), reason } });
}

/** The acts of operators, each with its rows in both logs; at last the owner's own wish to delete the workspace. */
async function act(operator: StaffCtx, owner: Ctx, customer: Customer): Promise<void> {
  const { id, name } = owner.tenant;
  const after = (days: number) => addDays(new Date(), days).toISOString();
  if (customer.trialDays)
    await extendTrial(operator, { id, endsAt: after(customer.trialDays), reason: "They asked for time to compare" });
  for (const { limit, most, reason } of customer.overrides ?? [])
    await addOverride(operator, { kind: "limit", limit, most, id, endsAt: after(60), reason });
  if (customer.suspended) await suspendWorkspace(operator, { id, reason: customer.suspended });
  if (customer.isLeaving) await askDeletion(owner, { name });
}
