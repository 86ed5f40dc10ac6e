import type { Options } from "pusher-js";
import { readChannel } from "@/lib/channels";

/** `user-auth` lets a socket in by its person, and into what each of its tabs hears; `auth` into one channel more. */
export type LineDoor = "user-auth" | "auth";

interface LetIn {
  auth: string;
  user_data: string;
  /** What proves the right to each channel, by its name. */
  channels: Record<string, string>;
}

/** All that the library passes on of a refusal are the words of an error. */
export const refused = "refused";

const refusals = new Set<unknown>([401, 403, 404]);

/** Whether an answer of this status says that one may not, and not that nobody could be asked. */
export const isRefusal = (status: unknown): boolean => refusals.has(status);

/**
 * How a line asks the app whether it may hear. After a break of the network all tabs come back at once: each asks one
 * question for its person and the channels that it always hears.
 */
export function lineDoors(
  post: (door: LineDoor, fields: URLSearchParams) => Promise<Response>,
): Pick<Options, "channelAuthorization" | "userAuthentication"> {
  const ask = async <Answer>(door: LineDoor, fields: Record<string, string>): Promise<Answer> => {
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
