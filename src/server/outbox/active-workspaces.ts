import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "../context.ts";
import { isDeleted } from "../deletion-due.ts";
import { log } from "../log.ts";
import { systemCtx } from "../member-ctx.ts";
import type { Consumer, OutboxEvent } from "./consumers.ts";

/**
 * The events by workspace, with the system's context there. Workspaces that are gone or suspended are left out, and
 * the log says why.
 */
export async function* inActiveWorkspaces(
  events: readonly OutboxEvent[],
  consumer: Consumer["name"],
  label: string,
): AsyncGenerator<[Ctx, OutboxEvent[]]> {
  for (const [tenantId, theirs] of groupBy(events, (event) => event.tenantId)) {
    const ctx = await systemCtx(tenantId, consumer, label);
    if (ctx?.tenant.status === "active" && !isDeleted(ctx.tenant)) yield [ctx, theirs];
    else {
      const status = ctx && !isDeleted(ctx.tenant) ? ctx.tenant.status : "gone";
      log.info(
        { consumer, tenantId, status, events: theirs.length },
        "events were not delivered: the workspace is not active",
      );
    }
  }
}
