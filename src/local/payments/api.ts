import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Context } from "./context";
import type { Answer, Asked } from "./exchange";
import { expanded } from "./expand";
import type { Faults } from "./faults";
import { type Params, parseForm } from "./form";
import { newId } from "./ids";
import { VERSION } from "./present";
import { Refusal } from "./refusal";
import type { Method, Route } from "./route";
import { routes } from "./routes";
import { checked } from "./schema";

const DAY = 24 * 60 * 60;
const LONGEST_KEY = 255;

/** Answers a request of the SDK. */
export function answerApi(context: Context, asked: Asked, faults: Faults): Answer {
  const requestId = newId("req", 14);
  const key = asked.method === "POST" ? headerOf(asked, "idempotency-key") : undefined;
  const { status, body, headers } = attempted(() => answerTo(context, asked, { requestId, key, faults }), requestId);
  return { status, body, headers: { ...common(requestId, key), ...headers } };
}

/** The answer of the work, or the refusal that it throws. */
function attempted(work: () => Reply, requestId: string): Reply {
  try {
    return work();
  } catch (error) {
    return refused(error, requestId);
  }
}

type Reply = Answer & { body: string };
type Attempt = { requestId: string; key: string | undefined; faults: Faults };

function answerTo(context: Context, asked: Asked, attempt: Attempt): Reply {
  checkKey(context, asked);
  checkVersion(asked);
  const { route, ids } = routeOf(asked);
  const given = paramsOf(asked);
  const { key } = attempt;
  if (key !== undefined && (key === "" || key.length > LONGEST_KEY)) {
    throw new Refusal(400, { message: `An idempotency key has 1 to ${LONGEST_KEY} characters.` });
  }
  const fingerprint = fingerprintOf(asked, given);
  const replay = key === undefined ? undefined : replayOf(context, key, fingerprint);
  if (replay) return replay;
  const params = checked(route.params, given) as { expand?: string[] };
  const fault = attempt.faults.next(asked);
  if (fault && !fault.after) throw fault.refusal;
  return context.answer({ id: attempt.requestId, idempotency_key: key ?? null }, () => {
    const reply = settled(context, attempt.requestId, () => {
      const shown = expanded(
        context,
        route.run({ context, params, id: ids[0] ?? "", partId: ids[1] ?? "" }),
        params.expand,
      );
      if (fault) throw fault.refusal;
      return shown;
    });
    if (key !== undefined) {
      const { status, body } = reply;
      context.store.put("answered", { id: key, at: context.wall(), request: fingerprint, status, body });
    }
    return reply;
  });
}

/** A refusal undoes what the request did, except a payment that was tried, and is kept for its key as well. */
function settled(context: Context, requestId: string, work: () => object): Reply {
  return attempted(() => {
    const result = context.store.attempt(() => {
      try {
        return { shown: work() };
      } catch (error) {
        if (error instanceof Refusal && error.keeps) return { error };
        throw error;
      }
    });
    return result.error
      ? refused(result.error, requestId)
      : { status: 200, headers: {}, body: JSON.stringify(result.shown) };
  }, requestId);
}

function checkKey({ settings }: Context, asked: Asked): void {
  const given = headerOf(asked, "authorization") ?? "";
  const [, basic] = /^Basic (.+)$/.exec(given) ?? [];
  const user = basic === undefined ? undefined : Buffer.from(basic, "base64").toString().replace(/:.*$/s, "");
  const key = user ?? /^Bearer (.+)$/.exec(given)?.[1];
  if (key === settings.key) return;
  const message =
    key === undefined ? "You did not provide an API key." : `Invalid API Key provided: ${key.slice(0, 8)}…`;
  throw new Refusal(401, { message });
}

function checkVersion(asked: Asked): void {
  const version = headerOf(asked, "stripe-version");
  if (version !== undefined && version !== VERSION)
    throw new Refusal(400, { message: `Invalid Stripe API version: ${version}. This server speaks ${VERSION}.` });
}

function routeOf({ method, path }: Asked): { route: Route; ids: string[] } {
  for (const route of routes) {
    const match = route.method === (method as Method) ? route.path.exec(path) : null;
    if (match) return { route, ids: match.slice(1).map(decoded) };
  }
  throw new Refusal(404, { message: `Unrecognized request URL (${method}: ${path}).` });
}

/** An id that is not encoded correctly names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function paramsOf({ method, path, query, body }: Asked): Params {
  if (method !== "POST") return parseForm(query);
  if (query !== "") throw new Refusal(400, { message: "Parameters of a POST belong in its body." });
  if (!path.startsWith("/v2/")) return parseForm(body);
  try {
    return JSON.parse(body === "" ? "{}" : body) as Params;
  } catch {
    throw new Refusal(400, { message: "The body is not valid JSON." });
  }
}

function fingerprintOf({ method, path }: Asked, params: Params): string {
  return createHash("sha256")
    .update(`${method} ${path} ${canonicalize(params)}`)
    .digest("hex");
}

function replayOf(context: Context, key: string, fingerprint: string): Reply | undefined {
  const before = context.store.find("answered", key);
  if (!before || before.at < context.wall() - DAY) return undefined;
  if (before.request !== fingerprint) {
    throw new Refusal(400, {
      type: "idempotency_error",
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}'.`,
    });
  }
  return { status: before.status, body: before.body, headers: { "idempotent-replayed": "true" } };
}

function refused(error: unknown, requestId: string): Reply {
  if (!(error instanceof Refusal)) console.error("The payments stand-in could not answer a request.", error);
  const refusal =
    error instanceof Refusal ? error : new Refusal(500, { type: "api_error", message: "An error of the stand-in." });
  const url = `https://dashboard.stripe.com/test/logs/${requestId}`;
  const body = JSON.stringify({ error: { ...refusal.details, request_log_url: url } });
  return { status: refusal.status, headers: refusal.headers, body };
}

function common(requestId: string, key: string | undefined): Record<string, string> {
  return {
    "content-type": "application/json",
    "cache-control": "no-store",
    "request-id": requestId,
    "stripe-version": VERSION,
    ...(key === undefined ? {} : { "idempotency-key": key }),
  };
}

function headerOf({ headers }: Asked, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
