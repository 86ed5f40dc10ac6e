import "server-only";
import { env } from "@/env";
import type { Caller } from "./access.ts";
import { AppError, TooLarge } from "./errors.ts";
import { addressOf, type RequestHeaders } from "./network.ts";
import { newId } from "./new-id.ts";
import { readSessionToken, sessionCookie } from "./session-cookie.ts";

function cookieOf(headers: RequestHeaders, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (part.slice(0, at).trim() === name) return decoded(part.slice(at + 1).trim());
  }
  return undefined;
}

/** Decodes a value; one that cannot be decoded was not written by us and counts as absent. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The API key of a request. A header with another scheme is ignored: the request then uses its cookie. */
const bearerOf = (headers: RequestHeaders) => /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];

const slug = /^[a-z0-9-]{1,60}$/;

async function credentialOf(headers: RequestHeaders): Promise<Caller["credential"]> {
  const key = bearerOf(headers);
  if (key) return { type: "apiKey", key };
  const token = await readSessionToken(cookieOf(headers, sessionCookie));
  return token ? { type: "session", token } : null;
}

/** The credentials of a request. A bearer key takes precedence over a cookie; nothing is checked yet. */
export async function readCaller(headers: RequestHeaders, workspace?: string): Promise<Caller> {
  const named = workspace ?? headers.get("x-workspace");
  const origin = headers.get("x-origin");
  return {
    credential: await credentialOf(headers),
    workspace: named && slug.test(named) ? named : null,
    requestId: newId(),
    origin: origin && /^[\w-]{1,64}$/.test(origin) ? origin : null,
    address: addressOf(headers),
    userAgent: headers.get("user-agent")?.slice(0, 300) ?? null,
  };
}

/**
 * Rejects a change with a session cookie from another site: browsers send the cookie with any request, even one that
 * another site triggers. A bearer key is never sent automatically.
 */
export function refuseForeignOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD" || bearerOf(request.headers)) return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if ((origin && origin !== new URL(env.NEXTAUTH_URL).origin) || (site && site !== "same-origin" && site !== "none")) {
    throw new AppError("FORBIDDEN", "This request comes from another website.");
  }
}

const tooLarge = (limit: number) =>
  new TooLarge(`This request is larger than ${Math.floor(limit / 1000)} kB. Send less at a time.`);

/** The error for a sender that has disconnected. Nobody reads it, and it is not our failure, so it is not logged. */
export const brokeOff = () => new AppError("VALIDATION", "The request ended before it was complete. Send it again.");

/**
 * The body of a request. If it breaks off, the sender caused it, not our server or the database. It is cancelled after
 * the current read: otherwise the platform closes the stream twice, and nobody can catch that error.
 */
export function received(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let reading: Promise<unknown> = Promise.resolve();
  return new ReadableStream({
    async pull(controller) {
      const read = reader.read().catch(() => Promise.reject(brokeOff()));
      reading = read;
      const { done, value } = await read;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) =>
      reading.then(
        () => reader.cancel(reason),
        () => undefined,
      ),
  });
}

const notText = () => new AppError("VALIDATION", "The body is not valid UTF-8. Send it in that encoding.");

const compressed = () => new AppError("VALIDATION", "The body is compressed. Send it without Content-Encoding.");

/** Rejects a body whose declared length is too large, before anything else is read. */
export function refuseDeclaredSize({ headers }: Request, limit: number): void {
  if (Number(headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
}

/**
 * This request with its body limited to `limit` bytes, by its declared length and while it streams; a body that is
 * not UTF-8 is refused. A request with a body is built again, because the framework's own object cannot be copied
 * whole.
 */
export function capBody(request: Request, limit: number): Request {
  refuseDeclaredSize(request, limit);
  const { url, method, headers, signal, body } = request;
  if (!body) return request;
  if ((headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity") throw compressed();
  let seen = 0;
  const text = new TextDecoder("utf-8", { fatal: true });
  const isText = (chunk: Uint8Array | undefined) => {
    try {
      text.decode(chunk, { stream: chunk !== undefined });
      return true;
    } catch {
      return false;
    }
  };
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > limit) controller.error(tooLarge(limit));
      else if (isText(chunk)) controller.enqueue(chunk);
      else controller.error(notText());
    },
    flush(controller) {
      if (!isText(undefined)) controller.error(notText());
    },
  });
  return new Request(url, {
    method,
    headers,
    signal,
    body: received(body).pipeThrough(counter),
    duplex: "half",
  } as RequestInit);
}
