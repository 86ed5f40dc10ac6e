import type { Connection } from "./connection";
import { asRecord, type ClientFrame, errorFrame, parsed, protocolFrame } from "./frames";
import type { Hub } from "./hub";
import { type Kind, kindOf } from "./kinds";
import { BOUNDS, LIMITS } from "./limits";
import { type Member, memberOf, readMember } from "./presence";
import { type App, isSignedBy } from "./signature";

type Refusal = { type: string; error: string; status: number };

/** An app, its subscribers, and whether its clients may send events to each other. */
type Place = { app: App; hub: Hub; clientEvents: boolean };

/** Handles a client's frame, or tells the client why not. The socket stays open except after a bad sign-in. */
export function obey({ app, hub, clientEvents }: Place, connection: Connection, frame: ClientFrame): void {
  const data = asRecord(frame.data) ?? {};
  switch (frame.event) {
    case "pusher:ping":
      connection.send(protocolFrame("pusher:pong", {}));
      break;
    case "pusher:pong":
      break;
    case "pusher:subscribe":
      subscribe(app, hub, connection, data);
      break;
    case "pusher:unsubscribe":
      hub.unsubscribe(connection, textOf(data.channel));
      break;
    case "pusher:signin":
      signIn(app, hub, connection, data);
      break;
    default:
      if (!frame.event.startsWith("client-"))
        connection.send(errorFrame(null, `There is no event ${frame.event.slice(0, 50)} for clients to send.`));
      else if (clientEvents) trigger(hub, connection, frame);
      else connection.send(errorFrame(4301, "Client events are off: only the app sends events."));
  }
}

function subscribe(app: App, hub: Hub, connection: Connection, data: Record<string, unknown>): void {
  const name = textOf(data.channel);
  const kind = kindOf(name);
  const answer = kind ? admit(app, hub, connection, name, kind, data) : invalidName();
  if (kind && !("error" in answer)) hub.subscribe(connection, name, kind, answer.member);
  else connection.send(protocolFrame("pusher:subscription_error", answer, name.slice(0, LIMITS.channelNameLength)));
}

/** Whether a socket may subscribe, and as which user. */
function admit(
  app: App,
  hub: Hub,
  connection: Connection,
  name: string,
  kind: Kind,
  { auth, channel_data: channelData }: Record<string, unknown>,
): { member?: Member } | Refusal {
  if (connection.channels.size >= BOUNDS.channelsPerSocket && !connection.channels.has(name)) {
    return limitReached(`A socket subscribes to ${BOUNDS.channelsPerSocket} channels at most.`);
  }
  if (kind.userId !== undefined) {
    return connection.user?.id === kind.userId ? {} : authError("This channel belongs to the user it is named after.");
  }
  if (!kind.signed) return {};
  const said = typeof channelData === "string" ? channelData : undefined;
  const text = [connection.id, name, ...(kind.presence && said !== undefined ? [said] : [])].join(":");
  if (!isSignedBy(app, auth, text)) return authError("The auth is not valid for this channel and this socket.");
  if (!kind.presence) return {};
  const member = said === undefined ? memberOf(connection.user?.id, connection.user?.info) : readMember(said);
  if ("problem" in member) return authError(member.problem);
  if (hub.channel(name)?.members.isFullFor(member.id)) {
    return limitReached(`A presence channel has ${LIMITS.membersPerChannel} members at most.`);
  }
  return { member };
}

function signIn(
  app: App,
  hub: Hub,
  connection: Connection,
  { auth, user_data: userData }: Record<string, unknown>,
): void {
  const user = typeof userData === "string" ? asRecord(parsed(userData)) : undefined;
  if (!isSignedBy(app, auth, `${connection.id}::user::${userData}`)) {
    connection.close(4009, "The auth of the sign-in is not valid for this socket.");
  } else if (typeof user?.id !== "string" || user.id === "" || user.id.length > LIMITS.userIdLength) {
    connection.close(4009, "user_data must contain the id of a user, as a string.");
  } else if (connection.user && connection.user.id !== user.id) {
    connection.send(errorFrame(4009, "This socket is already signed in as another user."));
  } else {
    hub.signIn(connection, { id: user.id, info: user.user_info });
    connection.send(protocolFrame("pusher:signin_success", { user_data: userData }));
    if (user.watchlist !== undefined) connection.send(errorFrame(4302, "There are no watchlists on this server."));
  }
}

function trigger(hub: Hub, connection: Connection, { event, channel: name = "", data }: ClientFrame): void {
  const rejection = whyRejected(name, event, data) ?? overRate(connection);
  if (rejection !== undefined) connection.send(errorFrame(4301, rejection));
  const channel = hub.channel(name);
  // Pusher silently drops an event of a client that is not subscribed.
  if (rejection === undefined && channel?.sockets.has(connection)) hub.relay(connection, channel, event, data);
}

function whyRejected(channel: string, event: string, data: unknown): string | undefined {
  const kind = kindOf(channel);
  if (!kind?.signed || kind.encrypted) return "Client events go to private and presence channels only.";
  if (event.length > LIMITS.eventNameLength) {
    return `The name of an event has ${LIMITS.eventNameLength} characters at most.`;
  }
  const text = typeof data === "string" ? data : (JSON.stringify(data) ?? "");
  if (Buffer.byteLength(text) > LIMITS.dataBytes) {
    return `The data of an event has ${LIMITS.dataBytes} bytes at most.`;
  }
  return undefined;
}

function overRate(connection: Connection): string | undefined {
  if (connection.mayTrigger()) return undefined;
  return `A client triggers ${LIMITS.clientEventsPerSecond} events per second at most.`;
}

function authError(error: string): Refusal {
  return { type: "AuthError", error, status: 401 };
}

function limitReached(error: string): Refusal {
  return { type: "LimitReached", error, status: 4100 };
}

function invalidName(): Refusal {
  return { type: "InvalidChannel", error: "This is not a valid channel name.", status: 400 };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
