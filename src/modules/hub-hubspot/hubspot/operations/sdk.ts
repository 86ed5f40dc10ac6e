import "server-only";
import type { Client } from "@hubspot/api-client";
import { sameAcrossBundles } from "@/server/across-bundles";
import { requireNoTransaction } from "@/server/outbound";
import { ProviderFailure } from "@/server/sync/provider";
import { withTimeout } from "@/server/with-timeout";
import { type Refusal, refusal } from "../schema";
import { requireApp } from "./settings";

const answerMs = 30_000;
const secondMs = 1_000;
const windowMs = 10_000;
const longestMs = 3_600_000;
const unknown = "HubSpot answered with an error that we do not know.";

/** An answer that refuses a request, with everything that HubSpot says about it. */
export class Refused extends Error {
  override name = "Refused";
  readonly status: number;
  readonly headers: Headers;
  readonly body: Refusal;

  constructor(status: number, headers: Headers, text: string) {
    const body = refusalIn(text);
    super(body.message || `HubSpot answered ${status}.`);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
sameAcrossBundles(Refused, "RefusedByHubspot");

function refusalIn(text: string): Refusal {
  try {
    return refusal.parse(JSON.parse(text));
  } catch {
    // A page of a proxy, for example.
    return refusal.parse({});
  }
}

interface Answered {
  httpStatusCode: number;
  headers: Record<string, string>;
  body: { text(): Promise<string> };
}

/** The settings of the SDK: it repeats nothing, limits nothing and gets no refresh token, for all that is ours. */
export function sdkConfig(accessToken: string | undefined, onAnswer: (headers: Headers) => void) {
  const { apiUrl } = requireApp();
  return {
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(apiUrl === undefined ? {} : { basePath: apiUrl }),
    numberOfApiCallRetries: 0,
    middleware: [
      {
        pre: (request: unknown) => request,
        // Before the SDK reads the answer: it drops the name of the limit, and cannot read pages of a proxy.
        async post(given: unknown) {
          const { httpStatusCode: status, headers: texts, body } = given as Answered;
          const headers = new Headers(texts);
          onAnswer(headers);
          if (status < 200 || status > 299) throw new Refused(status, headers, await body.text());
          return given;
        },
      },
    ],
  };
}

/** The official SDK, which is large: loaded for the first call only. */
export async function sdkClient(
  accessToken: string | undefined,
  onAnswer: (headers: Headers) => void = () => undefined,
): Promise<Client> {
  const { Client: Sdk } = await import("@hubspot/api-client");
  return new Sdk(sdkConfig(accessToken, onAnswer));
}

/** One request. Throws `ProviderFailure`, or `Refused` where the request itself is at fault. */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  requireNoTransaction("HubSpot");
  try {
    return await withTimeout(answerMs, call(), () => new ProviderFailure("unavailable", "HubSpot does not answer."));
  } catch (error) {
    throw failureOf(error);
  }
}

/** The same for requests that nothing of ours can be at fault for. */
export async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await asked(call);
  } catch (error) {
    throw error instanceof Refused ? asFailure(error) : error;
  }
}

/** A refusal that nobody expected. */
export const asFailure = (error: Refused): ProviderFailure =>
  new ProviderFailure("unknown", error.message, { cause: error });

function failureOf(error: unknown): unknown {
  if (error instanceof ProviderFailure) return error;
  if (error instanceof Refused) return known(error);
  if (isNetwork(error)) return new ProviderFailure("unavailable", "HubSpot cannot be reached.", { cause: error });
  return new ProviderFailure("unknown", unknown, { cause: error });
}

/** `fetch` says no more than this of a connection that failed. */
const isNetwork = (error: unknown) =>
  error instanceof TypeError && (error.message === "fetch failed" || error.message === "terminated");

function known(error: Refused): unknown {
  const { status } = error;
  if (status === 401)
    return new ProviderFailure("token", "HubSpot does not accept the access token.", { cause: error });
  if (status === 429)
    return new ProviderFailure("limit", "HubSpot takes no more calls for now.", {
      retryAt: retryAt(error),
      cause: error,
    });
  if (status === 403) return new ProviderFailure("scope", missingScopes(error.body), { cause: error });
  if (status >= 500) return new ProviderFailure("unavailable", "HubSpot has a failure.", { cause: error });
  return error;
}

/** As the answer says it; else by the limit that was reached: the day ends at midnight in UTC at the latest. */
function retryAt({ headers, body: { policyName } }: Refused): Date {
  const now = Date.now();
  const given = Number(headers.get("retry-after"));
  if (headers.has("retry-after") && given >= 0) return new Date(now + Math.min(given * secondMs, longestMs));
  if (policyName === "DAILY" || headers.get("x-hubspot-ratelimit-daily-remaining") === "0")
    return new Date(now + longestMs);
  if (policyName === "SECONDLY") return new Date(now + secondMs);
  const window = Number(headers.get("x-hubspot-ratelimit-interval-milliseconds")) || windowMs;
  return new Date(now + Math.min(window, longestMs));
}

function missingScopes({ errors, message }: Refusal): string {
  const names = errors
    .flatMap(({ context }) => context?.requiredGranularScopes ?? context?.requiredScopes ?? [])
    .flat();
  if (names.length === 0) return message || "HubSpot does not allow this.";
  return `HubSpot does not allow this without one of these rights: ${[...new Set(names)].join(", ")}.`;
}

/** The calls of a day, as the headers of an answer tell them. */
export function allowance(headers: Headers): { dayLimit: number | null; dayLeft: number | null } {
  return {
    dayLimit: countIn(headers, "x-hubspot-ratelimit-daily"),
    dayLeft: countIn(headers, "x-hubspot-ratelimit-daily-remaining"),
  };
}

function countIn(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
