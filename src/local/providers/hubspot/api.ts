import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Asked, json, type Reply } from "../exchange";
import { associationRoutes } from "./association-routes";
import type { Crm } from "./crm";
import { describeRoutes } from "./describe-routes";
import { Limits, TooMany } from "./limits";
import { answerOauth } from "./oauth-api";
import { objectRoutes } from "./object-routes";
import { Refusal } from "./refusal";
import { objectIn, type Route, scopesFor } from "./route";
import type { Portal } from "./tables";

const ROUTES: readonly Route[] = [...describeRoutes, ...associationRoutes, ...objectRoutes];
/** Addresses that are longer are refused. */
const LONGEST_QUERY = 8_000;
type Found = { route: Route; groups: Record<string, string | undefined> };
type Answered = { name: string; reply: Reply };

/** HubSpot's API, with its limits and the failures that were asked for. */
export class Api {
  readonly limits: Limits;
  readonly #crm: Crm;
  readonly #origin: string;
  /** The last page of each list, for the failure that repeats it. */
  readonly #pages = new Map<string, Reply>();

  constructor(crm: Crm, origin: string) {
    this.#crm = crm;
    this.#origin = origin;
    this.limits = new Limits(crm);
  }

  async answer(asked: Asked): Promise<Reply> {
    const { calls, clock, faults } = this.#crm;
    const { method, path } = asked;
    const delay = faults.take("delay", asked);
    if (delay) await pause(delay.ms);
    const lost = faults.take("lost", asked);
    const { name, reply } = this.#asFault(asked) ?? this.#work(asked);
    calls.asked(name, { at: clock.now(), method, path, status: reply?.status ?? 0 });
    if (!lost) return reply;
    return lost.status === undefined ? undefined : errorReply(new Refusal(lost.status, "ERROR", "internal error"));
  }

  #asFault(asked: Asked): Answered | undefined {
    const fault = this.#crm.faults.take("answer", asked);
    if (!fault) return undefined;
    const usual = { status: "error", message: `A failure with ${fault.status} that a test asked for.` };
    const reply = json(fault.status, fault.body ?? { ...usual, correlationId: randomUUID() }, fault.headers);
    return { name: `${asked.method} (failure asked for)`, reply };
  }

  #work(asked: Asked): Answered {
    const token = answerOauth(this.#crm, asked);
    if (token) return token;
    const found = findRoute(asked);
    const name = found ? nameOf(found) : `${asked.method} (unknown)`;
    try {
      return { name, reply: this.#handle(asked, found) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { name, reply: errorReply(error) };
    }
  }

  #handle(asked: Asked, found: Found | undefined): Reply {
    const { portal, scopes } = this.#bearer(asked);
    const limit = this.#crm.faults.take("limit", asked);
    if (limit) throw this.limits.refusal(limit.policy, portal.id);
    const headers = this.limits.count(portal.id, asked.path.endsWith("/search"));
    try {
      if (asked.query.length > LONGEST_QUERY) throw new Refusal(414, "URI_TOO_LONG", "The request URI is too long.");
      if (!found) throw new Refusal(404, "OBJECT_NOT_FOUND", `There is nothing at ${asked.path}.`);
      return this.#page(asked, this.#route(asked, found, { portal, scopes, headers }));
    } catch (error) {
      if (error instanceof Refusal) error.headers = headers;
      throw error;
    }
  }

  #route(
    { query: text, body, path }: Asked,
    { route, groups }: Found,
    { portal, scopes, headers }: { portal: Portal; scopes: string[]; headers: Record<string, string> },
  ): Reply {
    const object = objectIn(groups.object);
    const needed = scopesFor(route.right, object);
    if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope))) throw missingScopes(needed);
    const query = new URLSearchParams(text);
    const link = linkOf(`${this.#origin}${path}`, query);
    const at = { crm: this.#crm, portal, object, by: this.#crm.app };
    const [id, toId] = [decoded(groups.id), decoded(groups.toId)];
    const to = objectIn(groups.to);
    const { status, body: answer } = route.handle({ at, to, id, toId, query, body: parsed(body), link });
    return json(status, answer, headers);
  }

  /** Keeps each page, and gives the one before again where a test asked for that. */
  #page(asked: Asked, reply: Reply): Reply {
    const { method, path } = asked;
    const isPage = path.endsWith("/search") || (method === "GET" && /^\/crm\/v3\/objects\/\w+$/.test(path));
    if (!isPage) return reply;
    const before = this.#pages.get(path);
    if (before && this.#crm.faults.take("page repeated", asked)) return before;
    this.#pages.set(path, reply);
    return reply;
  }

  #bearer({ headers }: Asked): { portal: Portal; scopes: string[] } {
    const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? "") ?? [];
    if (token === undefined) throw new Refusal(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");
    const grant = this.#crm.grants.bearer(token);
    const portal = this.#crm.portal(Number(grant?.account));
    if (!grant || !portal)
      throw new Refusal(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.");
    return { portal, scopes: grant.scopes };
  }
}

function findRoute({ method, path }: Asked): Found | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match) return { route, groups: match.groups ?? {} };
  }
  return undefined;
}

/** `POST /crm/v3/objects/contacts/search` */
function nameOf({ route, groups }: Found): string {
  return route.name.replace(/:(object|to)\b/g, (_, segment: string) => groups[segment] ?? segment);
}

function linkOf(address: string, query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete("after");
  return `${address}?${rest}`;
}

const decoded = (segment = "") => decodeURIComponent(segment);

function parsed(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw Refusal.invalid("Invalid input JSON");
  }
}

function missingScopes(requiredGranularScopes: string[]): Refusal {
  const message = `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes. One of these is needed: ${requiredGranularScopes.join(", ")}.`;
  return new Refusal(403, "MISSING_SCOPES", message, {
    errors: [{ message: "One or more of the following scopes are required.", context: { requiredGranularScopes } }],
  });
}

function errorReply(refusal: Refusal): Reply {
  const { status, category, message, more, headers } = refusal;
  const correlationId = randomUUID();
  if (refusal instanceof TooMany) {
    const { policyName } = refusal;
    return json(status, { status: "error", message, errorType: "RATE_LIMIT", correlationId, policyName }, headers);
  }
  return json(status, { status: "error", message, correlationId, category, ...more }, headers);
}
