import "server-only";
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
const bodyLimit = 8_000_000;
const signatureHeader = "x-inngest-signature";

/** A signature holds for five minutes before and after its time, so its call is remembered a little longer than ten. */
const once: Limit = { name: "workflow-call", points: 1, seconds: 660, refusal: () => "This call came before." };

/** A request that names its sender by a signature, which nobody has checked yet. */
export interface Call {
  signature: string;
  host: string;
  /** The request for the SDK, with another question where one is given. */
  request(question?: Record<string, string>): NextRequest;
}

/** Reads a request with a signature, a well-formed Host and a body of JSON; refuses any other one before the SDK sees it. */
export async function readCall(request: Request): Promise<Call> {
  const host = hostOf(request.headers);
  const signature = new URLSearchParams(request.headers.get(signatureHeader) ?? "").get("s");
  if (!signature) throw new AppError("UNAUTHENTICATED", "This address takes calls that the workflow server signed.");
  const body = await capBody(request, bodyLimit).text();
  requireJson(body);
  const { method, headers } = request;
  return {
    signature,
    host,
    request(question = {}) {
      const url = new URL(request.url);
      for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
      return new NextRequest(url, { method, headers, ...(body === "" ? {} : { body }) });
    },
  };
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
