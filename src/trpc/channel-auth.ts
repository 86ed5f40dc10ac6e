import type Pusher from "pusher-js";
import type { Options } from "pusher-js";
import { channelName, readChannel } from "@/lib/channels";

/**
 * `user-auth` signs a socket in as its user; `auth` is for the channels that each tab needs, or for one more channel,
 * and only for a socket that has signed in.
 */
export type ChannelEndpoint = "user-auth" | "auth";

interface Signatures {
  /** The signature for each channel, by its name. */
  channels: Record<string, string>;
}
interface SignIn extends Signatures {
  auth: string;
  user_data: string;
}

/** The message of a rejected subscription: the library passes on nothing else. */
export const refusedMessage = "refused";

const refusals = new Set<unknown>([401, 403, 404]);

/** Whether this status means that access was denied, and not that the app could not be reached. */
export const isRefusal = (status: unknown): boolean => refusals.has(status);

/**
 * Asks the app to authorize a connection. After a network failure all tabs reconnect at once: each sends one request
 * to sign in, and one for its standard channels as soon as the channels server shows who it is.
 */
export function channelAuth(
  post: (endpoint: ChannelEndpoint, fields: URLSearchParams) => Promise<Response>,
  line: () => Pusher,
): Pick<Options, "channelAuthorization" | "userAuthentication"> {
  const authorize = async <Answer>(endpoint: ChannelEndpoint, fields: Record<string, string>): Promise<Answer> => {
    const response = await post(endpoint, new URLSearchParams(fields));
    if (!response.ok)
      throw new Error(isRefusal(response.status) ? refusedMessage : `The app answered ${response.status}.`);
    return response.json();
  };
  const signIn = oncePerSocket((socketId) => authorize<SignIn>("user-auth", { socket_id: socketId }));
  let failedFor: string | undefined;
  const isShown = oncePerSocket(async (socketId) => {
    const { auth, user_data } = await signIn(socketId);
    // The library does not repeat a sign-in that failed.
    if (failedFor === socketId) line().send_event("pusher:signin", { auth, user_data });
    failedFor = undefined;
    await showUser(line(), socketId);
  });
  const ofTab = oncePerSocket((socketId) => authorize<Signatures>("auth", { socket_id: socketId }));
  const signatureFor = async (socketId: string, name: string): Promise<string | undefined> => {
    const kind = readChannel(name)?.kind;
    if (kind === "socket") return (await signIn(socketId)).channels[name];
    await isShown(socketId);
    const standard = kind === "record" ? undefined : (await ofTab(socketId)).channels[name];
    if (standard !== undefined) return standard;
    return (await authorize<Signatures>("auth", { socket_id: socketId, channel_name: name })).channels[name];
  };
  const authOf = async (socketId: string, name: string): Promise<{ auth: string }> => {
    const auth = await signatureFor(socketId, name);
    if (auth === undefined) throw new Error(refusedMessage);
    return { auth };
  };
  return {
    channelAuthorization: {
      ...{ endpoint: "", transport: "ajax" },
      customHandler: ({ socketId, channelName: name }, done) =>
        void authOf(socketId, name).then(
          (answer) => done(null, answer),
          (error) => done(error, null),
        ),
    },
    userAuthentication: {
      ...{ endpoint: "", transport: "ajax" },
      customHandler: ({ socketId }, done) =>
        void signIn(socketId).then(
          (answer) => done(null, answer),
          (error) => {
            failedFor = socketId;
            done(error, null);
          },
        ),
    },
  };
}

/** Shares the answer for the current socket; a failure is asked again. */
function oncePerSocket<Answer>(run: (socketId: string) => Promise<Answer>): (socketId: string) => Promise<Answer> {
  let last: { socketId: string; answer: Promise<Answer> } | undefined;
  return (socketId) => {
    if (last?.socketId === socketId) return last.answer;
    const request = { socketId, answer: run(socketId) };
    last = request;
    request.answer.catch(() => {
      if (last === request) last = undefined;
    });
    return request.answer;
  };
}

/** Resolves when the socket is signed in and subscribed to its own channel, which shows the app its user. */
async function showUser(line: Pusher, socketId: string): Promise<void> {
  if (line.user.user_data === null) await next(line, "pusher:signin_success");
  if (line.connection.socket_id !== socketId) throw new Error("The socket was closed meanwhile.");
  const own = channelName({ kind: "socket", socketId });
  for (const { name } of line.allChannels())
    if (name !== own && readChannel(name)?.kind === "socket") line.unsubscribe(name);
  const channel = line.subscribe(own);
  if (!channel.subscribed) await next(channel, "pusher:subscription_succeeded", "pusher:subscription_error");
  if (!channel.subscribed) throw new Error("The channels server did not show who this socket belongs to.");
}

interface Emitter {
  bind(event: string, listener: () => void): unknown;
  unbind(event: string, listener: () => void): unknown;
}

/** Resolves at the next event of one of these names. */
function next(of: Emitter, ...events: string[]): Promise<void> {
  return new Promise((done) => {
    const onEvent = () => {
      for (const event of events) of.unbind(event, onEvent);
      done();
    };
    for (const event of events) of.bind(event, onEvent);
  });
}
