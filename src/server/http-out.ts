import "server-only";
import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP } from "node:net";
import { sameAcrossBundles } from "./across-bundles.ts";
import { requireNoTransaction } from "./outbound.ts";
import { isPublicAddress } from "./public-address.ts";

export interface OutRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** An origin that the operator's environment names, such as a local stand-in: it may be http and inside. Never one that somebody typed. */
  operatorOrigin?: string | undefined;
  /** From the look-up of the name to the last byte of the answer. */
  timeoutMs?: number;
  maxBytes?: number;
  /** How many redirects are followed; only a GET follows any. */
  redirects?: number;
}

export interface OutAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** A request that was not sent, or whose answer was not taken; `refused` where its address is not allowed. */
export class OutFailure extends Error {
  override name = "OutFailure";
  readonly refused: boolean;

  constructor(message: string, { refused = false, cause }: { refused?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.refused = refused;
  }
}
sameAcrossBundles(OutFailure, "OutFailure");

/** The addresses of a name, as the system resolves it. Tests of rebinding give another one. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;
const resolveName: Resolve = (host) => lookup(host, { all: true, verbatim: true });

const redirected = new Set([301, 302, 303, 307, 308]);
const refusal = (message: string) => new OutFailure(message, { refused: true });

/**
 * The only door to addresses that a customer or a service gave. The name is resolved once, all of its addresses must be
 * public, and the connection goes to those: a name that resolves to another one later reaches nothing.
 */
export async function httpOut(url: string, request: OutRequest = {}, resolve = resolveName): Promise<OutAnswer> {
  requireNoTransaction("An address outside");
  const { timeoutMs = 10_000, redirects = 3, method = "GET" } = request;
  const signal = AbortSignal.timeout(timeoutMs);
  let target = targetOf(url, request.operatorOrigin);
  for (let left = method === "GET" ? redirects : 0; ; left--) {
    const answer = await sent(target, request, signal, resolve);
    if (!redirected.has(answer.status)) return answer;
    const location = answer.headers.get("location");
    if (location === null || left <= 0) throw refusal("The address redirects too often, or a change to another one.");
    const next = targetOf(new URL(location, target), request.operatorOrigin);
    // Secrets in headers are for the first origin alone.
    if (next.origin !== target.origin) request = { ...request, headers: {} };
    target = next;
  }
}

/** The address to call, if its form is allowed; throws the reason otherwise. */
function targetOf(given: string | URL, operatorOrigin: string | undefined): URL {
  let url: URL;
  try {
    url = new URL(given);
  } catch (error) {
    throw new OutFailure("This is not an address.", { refused: true, cause: error });
  }
  if (url.username !== "" || url.password !== "") throw refusal("An address with a name or password is not called.");
  if (url.origin === operatorOrigin) return url;
  if (url.protocol !== "https:") throw refusal("Only addresses that begin with https:// are called.");
  return url;
}

/** The addresses that a connection may go to. */
async function addressesOf(url: URL, isOperators: boolean, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  if (isOperators) return family ? [{ address: host, family }] : await resolve(host);
  const found = family ? [{ address: host, family }] : await resolve(host);
  if (found.length === 0 || found.some(({ address }) => !isPublicAddress(address)))
    throw refusal("This address leads into a network that is not public.");
  return found;
}

async function sent(url: URL, request: OutRequest, signal: AbortSignal, resolve: Resolve): Promise<OutAnswer> {
  const isOperators = url.origin === request.operatorOrigin;
  const late = aborted(signal);
  try {
    const found = await Promise.race([addressesOf(url, isOperators, resolve), late]);
    return await Promise.race([exchanged(url, request, signal, found), late]);
  } catch (error) {
    if (error instanceof OutFailure) throw error;
    const message = signal.aborted ? "The address did not answer in time." : "The address could not be reached.";
    throw new OutFailure(message, { cause: error });
  }
}

/** Rejects when the time is over: a name that is never resolved has no signal of its own. */
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("The time is over.")), { once: true });
  });

function exchanged(
  url: URL,
  { method = "GET", headers = {}, body, maxBytes = 1_000_000 }: OutRequest,
  signal: AbortSignal,
  found: readonly LookupAddress[],
): Promise<OutAnswer> {
  const pinned = ((_host, { all }, answer) => {
    const [first] = found;
    if (all) answer(null, [...found]);
    else answer(null, first?.address ?? "", first?.family);
  }) as RequestOptions["lookup"];
  const options: RequestOptions = {
    method,
    // Without an agent: a kept connection would go to an address that was checked for another request.
    agent: false,
    lookup: pinned,
    signal,
    headers: {
      "accept-encoding": "identity",
      ...headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? secureRequest : plainRequest;
    const outgoing = send(url, options, (answer) => {
      read(answer, maxBytes).then(resolve, (error: unknown) => {
        outgoing.destroy();
        reject(error);
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function read(answer: IncomingMessage, maxBytes: number): Promise<OutAnswer> {
  if ((answer.headers["content-encoding"] ?? "identity") !== "identity")
    throw refusal("The answer is compressed, which was not asked for.");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw refusal("The answer is larger than it may be.");
    parts.push(part);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts).toString("utf8") };
}
