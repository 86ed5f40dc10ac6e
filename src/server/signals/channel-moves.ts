import "server-only";
import { channelChangedEvent, channelName } from "@/lib/channels";
import type { Ctx } from "../context.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";
import { trigger } from "../pusher.ts";
import { everyone } from "./live.ts";
import { onlineMembers } from "./online.ts";
import { vendor } from "./vendor.ts";

/** After these a member may have lost the channel of the workspace: removed, or made a guest. */
const endsListening = new Set(["member.removed", "member.roleChanged"]);

/**
 * Tells the remaining members' tabs the new channel of the workspace after a membership has ended: on the old channel
 * a client that cannot be disconnected could still listen.
 */
export async function signalMoves(ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  if (!events.some(({ name }) => endsListening.has(name))) return;
  const tenantId = ctx.tenant.id;
  const online = await vendor(() => onlineMembers(tenantId));
  const stay = await ctx.db.member.findMany({
    where: { id: { in: [...online] }, status: "active", role: { not: "guest" } },
    select: { id: true },
  });
  const own = stay.map(({ id }) => channelName({ kind: "member", tenantId, memberId: id }));
  await vendor(() => trigger(own, channelChangedEvent, { to: channelName(everyone(ctx.tenant)) }));
}
