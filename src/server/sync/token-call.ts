import "server-only";
import { z } from "zod";
import { httpOut, OutFailure } from "../http-out.ts";
import { ProviderFailure } from "./provider.ts";

interface TokenCall {
  /** For people. */
  label: string;
  url: string;
  method?: "GET" | "POST" | "DELETE";
  form?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  operatorOrigin?: string | undefined;
  /** Nothing there is as good as done: for a token that is given back. */
  mayBeGone?: true;
}

/** Within the lease under which tokens are refreshed (`modules/hub/connections/operations/vault.ts`). */
const timeoutMs = 10_000;
/** RFC 6749, and HubSpot's own word. */
const deadGrants = /invalid_grant|BAD_REFRESH_TOKEN|BAD_AUTH_CODE/i;

/**
 * The OAuth wire of services: a call about tokens, and its answer as the schema has it. Throws `ProviderFailure`, which names
 * no token.
 */
export async function tokenCall<T>(schema: z.ZodType<T>, asked: TokenCall): Promise<T> {
  const answer = schema.safeParse(await answered(asked));
  if (answer.success) return answer.data;
  throw new ProviderFailure("unknown", `${asked.label} gave an answer that we do not know.`);
}

async function answered({ label, url, form, headers, operatorOrigin, ...call }: TokenCall): Promise<unknown> {
  const body = form && new URLSearchParams(form).toString();
  const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const request = { method: call.method ?? "POST", headers: { ...type, ...headers }, operatorOrigin, timeoutMs };
  const answer = await httpOut(url, body === undefined ? request : { ...request, body }).catch((error: unknown) => {
    if (!(error instanceof OutFailure)) throw error;
    throw new ProviderFailure("unavailable", `${label} could not be reached.`, { cause: error });
  });
  if (answer.status >= 200 && answer.status < 300) return answer.body === "" ? null : parsed(label, answer.body);
  if (call.mayBeGone && answer.status === 404) return null;
  throw failureOf(label, answer.status, answer.headers, answer.body);
}

function failureOf(label: string, status: number, headers: Headers, body: string): ProviderFailure {
  if (status === 429) {
    const seconds = z.coerce.number().min(0).max(3600).safeParse(headers.get("retry-after"));
    const retryAt = new Date(Date.now() + (seconds.data ?? 60) * 1000);
    return new ProviderFailure("limit", `${label} takes no more requests for now.`, { retryAt });
  }
  if (status >= 500) return new ProviderFailure("unavailable", `${label} answered with an error (${status}).`);
  if (deadGrants.test(body)) return new ProviderFailure("grant", `${label} no longer accepts the access that it gave.`);
  return new ProviderFailure("unknown", `${label} refused the request (${status}).`);
}

function parsed(label: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ProviderFailure("unknown", `${label} gave an answer that cannot be read.`);
  }
}
