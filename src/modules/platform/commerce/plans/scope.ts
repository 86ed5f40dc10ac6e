import "server-only";
import { defineScope } from "@/server/scope";

/** The plan of the workspace: one, with the id and the name of the workspace. */
export const planScope = defineScope({
  entity: "plan",
  noun: "plan",
  edit: "workspace:manage",
  owned: false,
  load: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, ownerId: null })),
  names: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, name: ctx.tenant.name })),
});
