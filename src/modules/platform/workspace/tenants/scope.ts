import "server-only";
import { defineScope } from "@/server/scope";

/** The workspace itself, as an object with signals. */
export const workspaceScope = defineScope({
  entity: "workspace",
  noun: "workspace",
  edit: "workspace:manage",
  owned: false,
  load: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, ownerId: null })),
  names: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, name: ctx.tenant.name })),
});
