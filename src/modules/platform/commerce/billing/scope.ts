import "server-only";
import { defineScope } from "@/server/scope";

/** Invoices of the workspace: for those who may read how it pays. */
export const invoiceScope = defineScope({
  entity: "invoice",
  noun: "invoice",
  edit: "billing:manage",
  owned: false,
  load: async (ctx, ids) => {
    if (!ctx.can("billing:manage") && !ctx.can("workspace:manage")) return [];
    const rows = await ctx.db.invoice.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  names: async (ctx, ids) => {
    const rows = await ctx.db.invoice.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } });
    return rows.map(({ id, number }) => ({ id, name: number ?? "Invoice" }));
  },
});

/** The payment of the workspace: one, with the id and the name of the workspace. */
export const billingScope = defineScope({
  entity: "billing",
  noun: "billing",
  edit: "billing:manage",
  owned: false,
  load: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, ownerId: null })),
  names: async (ctx, ids) => ids.filter((id) => id === ctx.tenant.id).map((id) => ({ id, name: ctx.tenant.name })),
});
