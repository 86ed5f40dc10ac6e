import { addDays } from "date-fns";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import type { Ctx } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { consumers } from "@/server/outbox/consumers";
import type { staffOperations } from "@/test/staff-operations";

type Name = keyof typeof staffOperations;
type Mutations = { [K in Name]: (typeof staffOperations)[K] extends { kind: "mutation" } ? K : never }[Name];

const reason = "The customer asked for it.";
const endsAt = () => addDays(new Date(), 7).toISOString();

/** Parks an event of a workspace, as its consumer would after eight failures. Returns its id. */
export async function parkEvent(ctx: Ctx, why = "The receiver answered 410 Gone"): Promise<string> {
  const eventId = await inTransaction(ctx, async (inner) => {
    emit(inner, workspaceEvents.updated, { id: ctx.tenant.id, data: {} });
    return inner.emitted[0]?.id ?? "";
  });
  await tenantDb(ctx.tenant.id).tx(async (db) => {
    await db.eventDelivery.deleteMany({ where: { eventId } });
    const facts = { eventId, consumer: consumers()[0]?.name ?? "", entity: "workspace", entityId: ctx.tenant.id };
    await db.eventDelivery.create({ data: { ...facts, attempts: 8, parkedAt: new Date(), reason: why } });
  });
  return eventId;
}

/** A support session that this person of the staff asked for, and a workspace has allowed. */
async function allowedSession({ db }: Ctx, staffId: string): Promise<{ id: string }> {
  const memberId = await activeMember(db);
  const facts = { staffName: "Ruth", reason, ticket: "4821", write: false, minutes: 30, allowedAt: new Date() };
  return await db.supportSession.create({ data: { ...facts, staffId, memberId }, select: { id: true } });
}

const activeMember = async (db: Ctx["db"]): Promise<string> =>
  (await db.member.findFirstOrThrow({ where: { status: "active" }, select: { id: true } })).id;

/**
 * For each mutation of the console an input with which this person of the staff succeeds, in a workspace with an owner
 * that is made ready for it.
 */
export const staffCases: Record<Mutations, (ctx: Ctx, staffId: string) => Promise<object>> = {
  addOverride: async ({ tenant: { id } }) => ({
    kind: "limit",
    limit: "pipelines",
    most: 20,
    id,
    endsAt: endsAt(),
    reason,
  }),
  async endOverride({ db, tenant: { id } }) {
    const data = { key: "limit:pipelines", value: 20, reason, endsAt: new Date(endsAt()) };
    await db.entitlementOverride.create({ data });
    return { id, key: "limit:pipelines", reason };
  },
  async extendTrial({ db, tenant: { id } }) {
    await db.subscription.updateMany({ data: { plan: "trial", state: "none" } });
    return { id, endsAt: endsAt(), reason };
  },
  suspendWorkspace: async ({ tenant: { id } }) => ({ id, reason }),
  async reactivateWorkspace({ db, tenant: { id } }) {
    await db.tenant.updateMany({ data: { status: "suspended", suspendedReason: "Unpaid" } });
    return { id, reason };
  },
  async replayEvents(ctx) {
    await parkEvent(ctx);
    return { id: ctx.tenant.id };
  },
  openSupport: async ({ db, tenant: { id } }) => ({
    ...{ workspaceId: id, memberId: await activeMember(db), reason, ticket: "4821" },
    ...{ minutes: 15, write: false },
  }),
  startSupport: allowedSession,
  stopSupport: allowedSession,
};

/** A complete input for queries about a workspace: unknown fields are left out by each. */
export const inputAbout = (id: string) => ({ id, workspaceId: id });
