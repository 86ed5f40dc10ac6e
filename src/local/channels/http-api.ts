import type { IncomingMessage, ServerResponse } from "node:http";
import { attributesIn, factsOf } from "./channel-facts";
import type { Hub } from "./hub";
import { kindOf } from "./kinds";
import { BOUNDS } from "./limits";
import { type Publication, readBatch, readEvent } from "./published";
import { Refusal } from "./refusal";
import { type App, distrust, type SignedRequest } from "./signature";

type Call = SignedRequest & { hub: Hub; name: string };

const routes: { method: string; path: RegExp; answer: (call: Call) => unknown }[] = [
  { method: "POST", path: /^\/events$/, answer: ({ hub, body }) => publishEvent(hub, readEvent(body)) },
  { method: "POST", path: /^\/batch_events$/, answer: ({ hub, body }) => publishBatch(hub, readBatch(body)) },
  { method: "GET", path: /^\/channels$/, answer: listChannels },
  { method: "GET", path: /^\/channels\/([^/]+)$/, answer: showChannel },
  { method: "GET", path: /^\/channels\/([^/]+)\/users$/, answer: listUsers },
  { method: "POST", path: /^\/users\/(.+)\/terminate_connections$/, answer: terminate },
  { method: "POST", path: /^\/channels\/([^/]+)\/events$/, answer: deprecated },
];

/** Answers a publisher's request. */
export async function answerRequest(
  app: App,
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let status = 200;
  let answer: unknown;
  try {
    answer = await answerTo(app, hub, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    status = error.status;
    answer = { error: error.message };
  }
  const text = JSON.stringify(answer);
  // The rest of a body that is too long is not read, so the connection cannot be used again.
  const headers = request.complete ? {} : { connection: "close" };
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(text);
}

async function answerTo(app: App, hub: Hub, request: IncomingMessage): Promise<unknown> {
  const { method = "", url = "" } = request;
  const [rawPath = "", rawQuery = ""] = url.split(/\?(.*)/s);
  const path = decoded(rawPath);
  const [, appId, rest = ""] = /^\/apps\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (appId === undefined) throw elsewhere(path);
  if (appId !== app.id) throw new Refusal(404, "There is no app with this number.");
  const call = { method, path, query: queryOf(rawQuery), body: await bodyOf(request) };
  const reason = distrust(app, call);
  if (reason !== undefined) throw new Refusal(401, reason);
  const there = routes.filter((route) => route.path.test(rest));
  const route = there.find((each) => each.method === method);
  if (!route) throw new Refusal(there.length > 0 ? 405 : 404, `There is no ${method} ${rest.slice(0, 300)}.`);
  return route.answer({ ...call, hub, name: route.path.exec(rest)?.[1] ?? "" });
}

function publishEvent(hub: Hub, publication: Publication): unknown {
  const facts = publish(hub, publication);
  if (publication.info.every((info) => info === undefined)) return {};
  return { channels: Object.fromEntries(publication.events.map(({ channel }, index) => [channel, facts[index]])) };
}

function publishBatch(hub: Hub, publication: Publication): unknown {
  const facts = publish(hub, publication);
  return publication.info.every((info) => info === undefined) ? {} : { batch: facts };
}

/** Sends nothing unless the whole request can be answered. */
function publish(hub: Hub, { events, info }: Publication): Record<string, unknown>[] {
  const facts = events.map(({ channel }, index) => factsOf(hub, channel, attributesIn(info[index])));
  for (const event of events) hub.publish(event);
  return facts;
}

function listChannels({ hub, query }: Call): unknown {
  const prefix = query.get("filter_by_prefix") ?? "";
  const attributes = attributesIn(query.get("info"));
  if (attributes.includes("user_count") && !prefix.startsWith("presence-")) {
    throw new Refusal(400, "user_count needs filter_by_prefix with presence-.");
  }
  const shown = [...hub.occupied()].filter(({ name, kind }) => kind.userId === undefined && name.startsWith(prefix));
  return { channels: Object.fromEntries(shown.map(({ name }) => [name, factsOf(hub, name, attributes)])) };
}

function showChannel({ hub, name, query }: Call): unknown {
  if (!kindOf(name)) throw new Refusal(400, "This is not a valid channel name.");
  return { occupied: hub.channel(name) !== undefined, ...factsOf(hub, name, attributesIn(query.get("info"))) };
}

function listUsers({ hub, name }: Call): unknown {
  if (!kindOf(name)?.presence) throw new Refusal(400, "Only presence channels have users.");
  return { users: (hub.channel(name)?.members.ids() ?? []).map((id) => ({ id })) };
}

function terminate({ hub, name }: Call): unknown {
  for (const connection of hub.socketsOf(name))
    connection.close(4009, "The app has closed the connections of this user.");
  return {};
}

function deprecated(): never {
  throw new Refusal(501, "This way of publishing is deprecated: use POST /events.");
}

/** Requests outside the HTTP API. */
function elsewhere(path: string): Refusal {
  const fallback = /^\/(pusher|app)\//.test(path);
  return fallback
    ? new Refusal(501, "This address accepts only WebSockets.")
    : new Refusal(404, "There is nothing at this address.");
}

function queryOf(text: string): Map<string, string> {
  const pairs = text.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      return [decoded(name).toLowerCase(), decoded(value)];
    }),
  );
}

/** Percent signs only: publishers sign `+` unchanged. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, "The address is not encoded correctly.");
  }
}

/** The whole body, or enough of it to show that it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > BOUNDS.bodyBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new Refusal(400, "The request ended before it was complete.");
  }
  if (length > BOUNDS.bodyBytes) throw new Refusal(413, `A request has ${BOUNDS.bodyBytes} bytes at most.`);
  return Buffer.concat(chunks);
}
