import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { NextRequest } from "next/server";
import { env } from "@/env";
import { isLoopbackHost } from "@/lib/loopback";
import { AppError } from "../errors.ts";
import { capBody } from "../http.ts";
import { log } from "../log.ts";
import { type Limit, spend } from "../rate-limit.ts";

/** The address at which the workflow server calls this app. The operator sets it; a request never does. */
export const serveOrigin = env.INNGEST_SERVE_ORIGIN ?? env.NEXTAUTH_URL;
export const servePath = "/api/inngest";

/** The workflow server omits data that makes a call larger than about 4 MB, and the SDK fetches it. */
const callLimit = 8_000_000;
/** A registration request contains only an address. */
const syncLimit = 20_000;
const signatureHeader = "x-inngest-signature";
const holdsForMs = 300_000;

/** A signature is valid before and after its time, so its call is remembered for a little over twice that long. */
const once: Limit = {
  name: "workflow-call",
  points: 1,
  seconds: 660,
  refusal: () => "This call was already received.",
};

/** A request whose sender has a signature. */
export interface Call {
  signature: string;
  host: string;
  /** In the form that the SDK expects. */
  request: NextRequest;
}

const unsigned = () =>
  new AppError("UNAUTHENTICATED", "This address accepts only calls signed by the workflow server.");

/**
 * Accepts a request with a signature, a valid Host and a JSON body; refuses others before the SDK sees them. The
 * signature of a POST is checked over the raw bytes first: the SDK would normalize any body before checking, which
 * took seconds for the largest.
 */
export async function readCall(request: Request): Promise<Call> {
  const host = hostOf(request.headers);
  const shown = new URLSearchParams(request.headers.get(signatureHeader) ?? "");
  const [signature, time] = [shown.get("s"), shown.get("t")];
  if (!signature || !time) throw unsigned();
  const { url, method, headers } = request;
  const body = await capBody(request, method === "POST" ? callLimit : syncLimit).text();
  if (method === "POST" && !isSigned(body, signature, time)) throw unsigned();
  requireJson(body);
  return { signature, host, request: new NextRequest(url, { method, headers, ...(body === "" ? {} : { body }) }) };
}

const keys = [env.INNGEST_SIGNING_KEY, env.INNGEST_SIGNING_KEY_FALLBACK].flatMap((key) => key ?? []);

function isSigned(body: string, signature: string, time: string): boolean {
  if (!(Math.abs(Date.now() - Number(time) * 1_000) <= holdsForMs)) return false;
  return keys.some((key) => {
    const hash = createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
      .update(body)
      .update(time);
    const [own, given] = [Buffer.from(hash.digest("hex")), Buffer.from(signature)];
    return given.length === own.length && timingSafeEqual(given, own);
  });
}

const wellFormed = /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i;

/** The Host that the sender used; a trusted proxy may pass it under another name. */
function hostOf(headers: Headers): string {
  const forwardedHost = env.TRUST_PROXY > 0 ? headers.get("x-forwarded-host")?.split(",")[0]?.trim() : undefined;
  const host = forwardedHost || headers.get("host") || "";
  if (!wellFormed.test(host) || !URL.canParse(`http://${host}`))
    throw new AppError("VALIDATION", "The Host header contains no valid host.");
  return host;
}

function requireJson(body: string): void {
  if (body === "") return;
  try {
    JSON.parse(body);
  } catch {
    throw new AppError("VALIDATION", "The body is not valid JSON.");
  }
}

/** The names of this machine count as one: Inngest calls it localhost, whichever was registered. */
function withLocalhost(origin: string): string {
  const { protocol, host, port } = new URL(origin);
  return isLoopbackHost(host) ? `${protocol}//localhost:${port}` : `${protocol}//${host}`;
}

const ours = [serveOrigin, env.NEXTAUTH_URL];

/** Refuses a signed call for another address: somebody else received it from the workflow server first. */
export function requireOurs({ host }: Call): void {
  if (ours.some((origin) => withLocalhost(`${new URL(origin).protocol}//${host}`) === withLocalhost(origin))) return;
  log.warn({ host, ours }, "a call for background work was meant for another address");
  throw new AppError("FORBIDDEN", "This call was meant for another address. See INNGEST_SERVE_ORIGIN.");
}

/**
 * Refuses a signed call that was already received. All processes share the record in PostgreSQL. The workflow server
 * signs each attempt again, and no two of its bodies are equal.
 */
export async function requireFirst({ signature }: Call): Promise<void> {
  if ((await spend(once, signature)) === 0) return;
  log.warn("a call for background work was received twice");
  throw new AppError("CONFLICT", "This call was already received. It runs only once.");
}
