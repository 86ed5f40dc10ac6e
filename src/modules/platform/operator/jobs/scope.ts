import "server-only";
import { sharedScope } from "@/server/scope";

/** Deferred work belongs to the workspace: members who manage it see all, others none. */
export const jobRunScope = sharedScope({
  entity: "jobRun",
  noun: "job",
  edit: "workspace:manage",
  seenBy: ["workspace:manage"],
  load: (ctx, ids) => ctx.db.jobRun.findMany({ where: { id: { in: ids } }, select: { id: true } }),
});
