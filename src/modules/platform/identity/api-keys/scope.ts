import "server-only";
import { sharedScope } from "@/server/scope";

/** API keys belong to the workspace: members who manage them see all, others none. */
export const apiKeyScope = sharedScope({
  entity: "apiKey",
  noun: "API key",
  edit: "apiKey:manage",
  seenBy: ["apiKey:manage"],
  load: (ctx, ids) => ctx.db.apiKey.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.apiKey.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
});
