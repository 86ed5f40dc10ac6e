import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { NextRequest } from "next/server";
import { env } from "@/env";
import { isLoopbackHost } from "@/lib/loopback";
import { AppError } from "../errors.ts";
import { capBody } from "../http.ts";
import { log } from "../log.ts";
import { type Limit, spend } from "../rate-limit.ts";

/** The workflow server calls this app here. The operator says it; a request never does. */
export const serveOrigin = env.INNGEST_SERVE_ORIGIN ?? env.NEXTAUTH_URL;
export const servePath = "/api/inngest";

/** The workflow server leaves out whatever makes a call larger than some 4 MB, and the SDK asks for it. */
const callLimit = 8_000_000;
/** A request to register says an address at most. */
const syncLimit = 20_000;
const signatureHeader = "x-inngest-signature";
const holdsForMs = 300_000;

/** A signature holds before and after its time, so its call is remembered a little longer than twice that. */
const once: Limit = { name: "workflow-call", points: 1, seconds: 660, refusal: () => "This call came before." };

/** A request of a sender that shows a signature. */
export interface Call {
  signature: string;
  host: string;
  /** As the SDK takes it. */
  request: NextRequest;
}

const unsigned = () => new AppError("UNAUTHENTICATED", "This address takes calls that the workflow server signed.");

/**
 * Reads a request with a signature, a well-formed Host and a body of JSON; refuses any other one before the SDK sees it.
 * The signature of a POST is checked over the bytes first, as they come from the workflow server in their normal form: to
 * bring those of anybody into that form, as the SDK does, took seconds for the largest.
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

/** The Host that the sender meant, which a trusted proxy may hand on under another name. */
function hostOf(headers: Headers): string {
  const handedOn = env.TRUST_PROXY > 0 ? headers.get("x-forwarded-host")?.split(",")[0]?.trim() : undefined;
  const host = handedOn || headers.get("host") || "";
  if (!wellFormed.test(host) || !URL.canParse(`http://${host}`))
    throw new AppError("VALIDATION", "The Host header names no host.");
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

/** The names of this machine count as one: Inngest calls it localhost, whatever was registered. */
function meant(origin: string): string {
  const { protocol, host, port } = new URL(origin);
  return isLoopbackHost(host) ? `${protocol}//localhost:${port}` : `${protocol}//${host}`;
}

const ours = [serveOrigin, env.NEXTAUTH_URL];

/** Refuses a signed call that was meant for another address: somebody else got it from the workflow server first. */
export function requireOurs({ host }: Call): void {
  if (ours.some((origin) => meant(`${new URL(origin).protocol}//${host}`) === meant(origin))) return;
  log.warn({ host, ours }, "a call for background work was meant for another address");
  throw new AppError("FORBIDDEN", "This call is meant for another address. See INNGEST_SERVE_ORIGIN.");
}

/**
 * Refuses a signed call that came before. All processes remember together, in PostgreSQL. The workflow server signs each
 * attempt anew, and no two of its bodies are the same.
 */
export async function requireFirst({ signature }: Call): Promise<void> {
  if ((await spend(once, signature)) === 0) return;
  log.warn("a call for background work came a second time");
  throw new AppError("CONFLICT", "This call came before. It is done once.");
}
