import "server-only";
import { defineScope } from "@/server/scope";

/** The payment of the workspace: one, with the id of the workspace. */
export const billingScope = defineScope({
  entity: "billing",
  noun: "billing",
  edit: "billing:manage",
  owned: false,
  load: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, ownerId: null })),
  names: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, name: "Billing" })),
});
