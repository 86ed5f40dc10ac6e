import "server-only";
import Pusher from "pusher";
import { z } from "zod";
import { env } from "@/env";
import type { ChannelsAddress } from "@/lib/channels-address";
import { requireNoTransaction } from "./outbound.ts";

const answerWithinMs = 5_000;

function open(): Pusher {
  const app = { appId: env.PUSHER_APP_ID, key: env.PUSHER_KEY, secret: env.PUSHER_SECRET, timeout: answerWithinMs };
  if (!env.PUSHER_URL) return new Pusher({ ...app, cluster: env.PUSHER_CLUSTER ?? "", useTLS: true });
  const { hostname, port, protocol } = new URL(env.PUSHER_URL);
  const useTLS = protocol === "https:";
  return new Pusher({ ...app, host: hostname, port: port || (useTLS ? "443" : "80"), useTLS });
}

let opened: Pusher | undefined;

/** Pusher Channels, or the server that speaks its protocol. */
export function pusher(): Pusher {
  opened ??= open();
  return opened;
}

/** Resolves if the server answers and accepts our key; rejects if not. */
export async function signOfChannels(): Promise<void> {
  requireNoTransaction("Pusher");
  await pusher().get({ path: "/channels", params: { filter_by_prefix: "presence-none" } });
}

const cutAtOnce = 10;

/** Closes every open connection of these members. */
export async function cutOff(memberIds: readonly string[]): Promise<void> {
  requireNoTransaction("Pusher");
  for (let at = 0; at < memberIds.length; at += cutAtOnce)
    await Promise.all(memberIds.slice(at, at + cutAtOnce).map((id) => pusher().terminateUserConnections(id)));
}

/** Pusher's limit of channels in one call. */
const maxChannels = 100;

/** Sends an event on each of these channels. */
export async function trigger(channels: readonly string[], event: string, data: object): Promise<void> {
  requireNoTransaction("Pusher");
  for (let at = 0; at < channels.length; at += maxChannels)
    await pusher().trigger(channels.slice(at, at + maxChannels), event, data);
}

/** The channels with this prefix that have a subscriber now. */
export async function subscribedChannels(prefix: string): Promise<string[]> {
  requireNoTransaction("Pusher");
  const response = await pusher().get({ path: "/channels", params: { filter_by_prefix: prefix } });
  return Object.keys(channelList.parse(await response.json()).channels);
}

/** The members subscribed to this presence channel now. */
export async function usersOn(channel: string): Promise<string[]> {
  requireNoTransaction("Pusher");
  const response = await pusher().get({ path: `/channels/${channel}/users` });
  return userList.parse(await response.json()).users.map(({ id }) => id);
}

const userList = z.object({ users: z.array(z.object({ id: z.string() })) });
const channelList = z.object({ channels: z.record(z.string(), z.unknown()) });

/** The address that browsers connect to. */
export function channelsAddress(): ChannelsAddress {
  const url = env.PUSHER_URL ? (env.PUSHER_CLIENT_URL ?? env.PUSHER_URL.replace(/^http/, "ws")) : null;
  return { key: env.PUSHER_KEY, cluster: env.PUSHER_CLUSTER ?? null, url };
}

/** Why a call failed: the vendor's refusal of this call, or null when it was unreachable. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Pusher.RequestError)) return null;
  const { status, body } = error;
  return status === 400 || status === 413 ? `${status} ${body ?? ""}`.trim() : null;
}
