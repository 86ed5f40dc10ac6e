import "server-only";
import { sharedScope } from "@/server/scope";

/** Owners and admins manage the domains whose people may join. */
export const joinDomainScope = sharedScope({
  entity: "joinDomain",
  noun: "domain",
  edit: "workspace:manage",
  load: (ctx, ids) => ctx.db.joinDomain.findMany({ where: { id: { in: ids } }, select: { id: true } }),
});
