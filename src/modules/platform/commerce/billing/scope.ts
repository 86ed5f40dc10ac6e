import "server-only";
import { sharedScope, singleScope } from "@/server/scope";

/** Invoices of the workspace: for those who may read how it pays. */
export const invoiceScope = sharedScope({
  entity: "invoice",
  noun: "invoice",
  edit: "billing:manage",
  seenBy: ["billing:manage", "workspace:manage"],
  load: (ctx, ids) => ctx.db.invoice.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: async (ctx, ids) => {
    const rows = await ctx.db.invoice.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } });
    return rows.map(({ id, number }) => ({ id, name: number ?? "Invoice" }));
  },
});

/** The payment of the workspace: one, with the id and the name of the workspace. */
export const billingScope = singleScope({
  entity: "billing",
  noun: "billing",
  edit: "billing:manage",
});
