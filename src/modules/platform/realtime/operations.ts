import "server-only";
import { z } from "zod";
import { type Channel, channelName, readChannel } from "@/lib/channels";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { log } from "@/server/log";
import { pusher } from "@/server/pusher";
import { everyone, liveObject } from "@/server/signals/live";
import { onlineMembers } from "@/server/signals/online";
import { platform } from "../module";
import { channelInput, channelOutput, newestOutput, onlineOutput, socketInput, socketOutput } from "./schema";

/** Whether this member may hear a channel. What one may not see is answered as what is not there. */
async function mayHear(ctx: Ctx, channel: Channel): Promise<boolean> {
  if (channel.kind === "record") return (await liveObject(channel.entity)?.scope.load(ctx, [channel.id]))?.length === 1;
  if (channel.tenantId !== ctx.tenant.id) return false;
  // Read with the membership in one statement: who was removed meanwhile gets no right to the channel of after.
  if (channel.kind === "workspace") return channel.departures === ctx.tenant.departures;
  return channel.memberId === memberOf(ctx.actor);
}

/** Sockets belong to people: a key that could listen would outlive its membership. */
function requirePerson(ctx: Ctx): { id: string; name: string } {
  if (ctx.actor.type !== "user" || !ctx.member)
    throw new AppError("FORBIDDEN", "Only a person who is signed in can listen. Poll the API with a key instead.");
  return ctx.member;
}

export const authorizeChannel = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: channelInput,
  output: channelOutput,
  describe: "Lets one socket of a member hear a channel of the workspace, or of a record that the member may see.",
  async run(ctx, { socket_id, channel_name }) {
    requirePerson(ctx);
    const channel = readChannel(channel_name);
    if (!channel || !(await mayHear(ctx, channel))) throw notFound("channel");
    // Of a record without saying who: only a socket that has signed in can use it, which is one that can be cut.
    return pusher().authorizeChannel(socket_id, channel_name);
  },
});

export const authenticateSocket = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: socketInput,
  output: socketOutput,
  describe:
    "Tells the channels server whose socket this is, to be cut off when rights end, and lets it hear what every tab hears.",
  async run(ctx, { socket_id }) {
    const { id, name } = requirePerson(ctx);
    const tenantId = ctx.tenant.id;
    const heard: Channel[] = [everyone(ctx.tenant), { kind: "member", tenantId, memberId: id }];
    const channels = heard
      .map(channelName)
      .map((channel) => [channel, pusher().authorizeChannel(socket_id, channel).auth]);
    const person = pusher().authenticateUser(socket_id, { id, user_info: { name } });
    return { ...person, channels: Object.fromEntries(channels) };
  },
});

export const newestEvent = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: newestOutput,
  describe:
    "The newest event's id: whether anything happened between a page and the line that keeps it as it is; and the line's channel.",
  async run(ctx) {
    const newest = await ctx.db.event.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
    return { id: newest?.id ?? null, channel: channelName(everyone(ctx.tenant)) };
  },
});

export const listOnline = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: onlineOutput,
  describe: "The members who have the workspace open somewhere now. Nobody while the channels server is away.",
  async run(ctx) {
    const online = await onlineMembers(ctx.tenant.id).catch((error: unknown) => {
      log.warn({ tenantId: ctx.tenant.id, err: error }, "who is online could not be asked");
      return new Set<string>();
    });
    const where = { id: { in: [...online] }, status: "active" };
    const members = await ctx.db.member.findMany({ where, select: { id: true } });
    return { ids: members.map(({ id }) => id) };
  },
});
