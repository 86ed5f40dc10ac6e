import "server-only";
import { z } from "zod";
import { type Channel, channelName, readChannel } from "@/lib/channels";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { log } from "@/server/log";
import { newId } from "@/server/new-id";
import { pusher } from "@/server/pusher";
import { isGuest } from "@/server/scope";
import { everyone, liveObject } from "@/server/signals/live";
import { onlineMembers } from "@/server/signals/online";
import { requireOwnSocket } from "@/server/signals/own-socket";
import { channelInput, channelOutput, newestOutput, onlineOutput, socketInput, socketOutput } from "./schema";

/**
 * Whether this member may subscribe to a channel. A channel that the member may not see is answered like an unknown
 * one.
 */
async function maySubscribe(ctx: Ctx, channel: Channel): Promise<boolean> {
  // A guest sees neither what concerns everyone nor who looks at a record.
  if (isGuest(ctx) && channel.kind !== "member") return false;
  if (channel.kind === "record") return (await liveObject(channel.entity)?.scope.load(ctx, [channel.id]))?.length === 1;
  if (channel.kind === "socket" || channel.tenantId !== ctx.tenant.id) return false;
  // Read with the membership in one statement: a member removed meanwhile gets no right to the new channel.
  if (channel.kind === "workspace") return channel.departures === ctx.tenant.departures;
  return channel.memberId === memberOf(ctx.actor);
}

/** Sockets belong to people: a subscribed key would outlive its membership. */
function requirePerson(ctx: Ctx): { id: string; name: string } {
  if (ctx.actor.type !== "user" || !ctx.member)
    throw new AppError("FORBIDDEN", "Only a signed-in person can subscribe. With a key, poll the API instead.");
  return ctx.member;
}

const signatures = (socketId: string, channels: readonly Channel[]): Record<string, string> =>
  Object.fromEntries(
    channels.map(channelName).map((name) => [name, pusher().authorizeChannel(socketId, name).auth] as const),
  );

export const authorizeChannel = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: channelInput,
  output: channelOutput,
  describe:
    "Authorizes one socket that is signed in as the member: for the channels that every tab needs, or for one channel of the workspace, or of a record that the member may see.",
  async run(ctx, { socket_id, channel_name }) {
    const { id } = requirePerson(ctx);
    const own: Channel = { kind: "member", tenantId: ctx.tenant.id, memberId: id };
    const channels = isGuest(ctx) ? [own] : [everyone(ctx.tenant), own];
    if (channel_name !== undefined) {
      const channel = readChannel(channel_name);
      if (!channel || !(await maySubscribe(ctx, channel))) throw notFound("channel");
      channels.splice(0, channels.length, channel);
    }
    await requireOwnSocket(ctx, socket_id);
    // Without user data for a record's channel: it shows the person that the socket is signed in as.
    return { channels: signatures(socket_id, channels) };
  },
});

export const authenticateSocket = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: socketInput,
  output: socketOutput,
  describe:
    "Tells the channels server which user a socket belongs to, so that it can be closed when rights end, and authorizes the socket's own channel, which shows the app that it signed in.",
  async run(ctx, { socket_id }) {
    const { id, name } = requirePerson(ctx);
    const person = pusher().authenticateUser(socket_id, { id, user_info: { name } });
    return { ...person, channels: signatures(socket_id, [{ kind: "socket", socketId: socket_id }]) };
  },
});

export const newestEvent = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: z.object({}),
  output: newestOutput,
  describe:
    "The ids of the newest event and of the member's newest notification, to detect what came between loading a page and subscribing, and the channel of the workspace. A guest gets another id each time, and their own channel.",
  async run(ctx) {
    const self = memberOf(ctx.actor);
    if (isGuest(ctx) && self) {
      const channel = channelName({ kind: "member", tenantId: ctx.tenant.id, memberId: self });
      return { id: newId(), notice: null, channel };
    }
    // Jobs write notifications some time after their events.
    const [newest, notice] = await Promise.all([
      ctx.db.event.findFirst({ orderBy: { id: "desc" }, select: { id: true } }),
      self === null
        ? null
        : ctx.db.notification.findFirst({
            where: { memberId: self, shownFrom: { lte: new Date() } },
            orderBy: [{ shownFrom: "desc" }, { id: "desc" }],
            select: { id: true },
          }),
    ]);
    return { id: newest?.id ?? null, notice: notice?.id ?? null, channel: channelName(everyone(ctx.tenant)) };
  },
});

export const listOnline = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: onlineOutput,
  describe: "The members who have the workspace open now. Empty while the channels server is unreachable.",
  async run(ctx) {
    const online = await onlineMembers(ctx.tenant.id).catch((error: unknown) => {
      log.warn({ tenantId: ctx.tenant.id, err: error }, "the online members could not be loaded");
      return new Set<string>();
    });
    const where = { id: { in: [...online] }, status: "active" };
    const members = await ctx.db.member.findMany({ where, select: { id: true } });
    return { ids: members.map(({ id }) => id) };
  },
});
