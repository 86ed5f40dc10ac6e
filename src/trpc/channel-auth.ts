import type { Options } from "pusher-js";
import { readChannel } from "@/lib/channels";

/**
 * `user-auth` signs a socket in as its user, and for the channels that each of its tabs needs; `auth` is for one more
 * channel.
 */
export type ChannelEndpoint = "user-auth" | "auth";

interface LetIn {
  auth: string;
  user_data: string;
  /** The signature for each channel, by its name. */
  channels: Record<string, string>;
}

/** The library passes on only the message of a refusal. */
export const refused = "refused";

const refusals = new Set<unknown>([401, 403, 404]);

/** Whether this status means a refusal, and not that the app could not be reached. */
export const isRefusal = (status: unknown): boolean => refusals.has(status);

/**
 * Asks the app to authorize a connection. After a network failure all tabs reconnect at once: each sends one request
 * for its user and standard channels.
 */
export function channelAuth(
  post: (door: ChannelEndpoint, fields: URLSearchParams) => Promise<Response>,
): Pick<Options, "channelAuthorization" | "userAuthentication"> {
  const ask = async <Answer>(door: ChannelEndpoint, fields: Record<string, string>): Promise<Answer> => {
    const response = await post(door, new URLSearchParams(fields));
    if (!response.ok) throw new Error(isRefusal(response.status) ? refused : `The app answered ${response.status}.`);
    return response.json();
  };
  let last: { socketId: string; answer: Promise<LetIn> } | undefined;
  const letIn = (socketId: string): Promise<LetIn> => {
    if (last?.socketId === socketId) return last.answer;
    const asked = { socketId, answer: ask<LetIn>("user-auth", { socket_id: socketId }) };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
  const authOf = async (socketId: string, name: string): Promise<{ auth: string }> => {
    const isOfRecord = readChannel(name)?.kind === "record";
    const auth = isOfRecord ? undefined : (await letIn(socketId)).channels[name];
    return auth === undefined ? ask("auth", { socket_id: socketId, channel_name: name }) : { auth };
  };
  return {
    channelAuthorization: {
      ...{ endpoint: "", transport: "ajax" },
      customHandler: ({ socketId, channelName }, done) =>
        void authOf(socketId, channelName).then(
          (answer) => done(null, answer),
          (error) => done(error, null),
        ),
    },
    userAuthentication: {
      ...{ endpoint: "", transport: "ajax" },
      customHandler: ({ socketId }, done) =>
        void letIn(socketId).then(
          (answer) => done(null, answer),
          (error) => done(error, null),
        ),
    },
  };
}
