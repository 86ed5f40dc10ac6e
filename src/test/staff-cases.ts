import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { workspaceEvents } from "@/modules/platform/tenants/events";
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

/** For each mutation of the console an input that succeeds, in a workspace that is made ready for it. */
export const staffCases: Record<Mutations, (ctx: Ctx) => Promise<object>> = {
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
};

/** A complete input for queries: unknown fields are left out by each. */
export const anyInput = { id: randomUUID() };
