import "server-only";
import { type Caller, identityCtx, tenantCtx } from "./access.ts";
import type { Ctx, IdentityCtx } from "./context.ts";
import { AppError, nothingHere, WrongMethod } from "./errors.ts";
import { requireAllowed } from "./execute.ts";
import { failureResponse } from "./failure.ts";
import { capBody, readCaller, refuseDeclaredSize, refuseForeignOrigin } from "./http.ts";
import { keyOf, once, type Reply } from "./idempotency.ts";
import { inFlight, workOf } from "./in-flight.ts";
import { inputSchema, refuseUnknownFields } from "./input-schema.ts";
import { type AnyOperation, doneStatus } from "./operation.ts";
import { optionsOf } from "./other-methods.ts";
import { notingRefusals } from "./refusals.ts";
import { rateHeaders } from "./request-rate.ts";
import { routesOf } from "./routes.ts";

interface Route {
  operation: AnyOperation;
  method: string;
  parts: string[];
  schema: Record<string, unknown>;
  properties: Record<string, { type?: string; anyOf?: { type?: string }[] }>;
}

const bodyLimit = 1_000_000;

/** Creates the handler of the REST API: it serves each operation under `/api/v1` at the path that its `rest` names. */
export function createRest(operations: Record<string, AnyOperation>) {
  const routes = routesOf(operations).map(({ operation, method, path }): Route => {
    const schema = inputSchema(operation.input);
    return {
      operation,
      method,
      parts: path.split("/").slice(1),
      schema,
      properties: (schema.properties ?? {}) as Route["properties"],
    };
  });

  return async function handle(request: Request, path: string[]): Promise<Response> {
    const caller = await readCaller(request.headers);
    try {
      if (request.method === "OPTIONS") return optionsOf(methodsAt(routes, path));
      refuseForeignOrigin(request);
      refuseDeclaredSize(request, bodyLimit);
      const { route, params } = match(routes, request.method, path);
      const { status, body } = await inFlight(
        caller,
        workOf(route.operation),
        () => call(route, caller, request, params),
        request.signal,
      );
      return withRate(respond(status, request.method === "HEAD" ? null : body, caller.requestId), caller);
    } catch (error) {
      return withRate(failureResponse(error, caller.requestId), caller);
    }
  };
}

/** Adds the headers that say how many requests an API key has left. */
function withRate(response: Response, { rate }: Caller): Response {
  for (const [name, value] of rate ? rateHeaders(rate) : []) response.headers.set(name, value);
  return response;
}

type Callable = (ctx: Ctx | IdentityCtx, input: unknown) => Promise<unknown>;

/** Calls an operation. The body is read only after the caller is known and may call it. */
async function call(route: Route, caller: Caller, request: Request, params: Record<string, string>): Promise<Reply> {
  const { operation } = route;
  const status = doneStatus(operation);
  const act = async (ctx: Ctx | IdentityCtx, input: unknown): Promise<Reply> => ({
    status,
    body: envelope(await (operation as unknown as Callable)(ctx, input)),
  });
  if (operation.realm === "identity")
    return await act(await identityCtx(caller), await inputOf(route, request, params));
  const ctx = await tenantCtx(caller);
  return await notingRefusals(operation, ctx, async () => {
    requireAllowed(operation, ctx);
    const key = keyOf(request, operation);
    const input = await inputOf(route, request, params);
    return key === null
      ? await act(ctx, input)
      : await once(ctx, operation, { key, input }, (inner) => act(inner, input));
  });
}

async function inputOf(route: Route, request: Request, params: Record<string, string>): Promise<unknown> {
  const input = {
    ...queryInput(route, new URL(request.url).searchParams),
    ...(await bodyInput(request)),
    ...params,
  };
  if (isTooDeep(input))
    throw new AppError("VALIDATION", "Lists and objects in this request are nested too deeply. Use fewer levels.");
  refuseUnknownFields(route.schema, input);
  return input;
}

function match(routes: Route[], method: string, path: string[]): { route: Route; params: Record<string, string> } {
  const wanted = method === "HEAD" ? "GET" : method;
  // Literal segments take precedence over placeholders: /accounts/tree before /accounts/{id}.
  const ordered = [...routes].sort((a, b) => a.parts.filter(isParam).length - b.parts.filter(isParam).length);
  for (const route of ordered) {
    const params = matchPath(route.parts, path);
    if (params && route.method === wanted) return { route, params };
  }
  throw new WrongMethod(method, methodsAt(routes, path));
}

/** The methods that an address accepts; NOT_FOUND for an unknown address. */
function methodsAt(routes: Route[], path: string[]): string[] {
  const taken = new Set(routes.filter(({ parts }) => matchPath(parts, path)).map(({ method }) => method));
  if (taken.size === 0) throw nothingHere();
  if (taken.has("GET")) taken.add("HEAD");
  return [...taken].sort();
}

const isParam = (part: string) => part.startsWith("{");

function matchPath(parts: string[], path: string[]): Record<string, string> | null {
  if (parts.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const given = path[index] ?? "";
    if (isParam(part)) params[part.slice(1, -1)] = given;
    else if (part !== given) return null;
  }
  return params;
}

/** The most levels of a JSON body: more than a formatted text has, fewer than a recursive reader's stack allows. */
const maxLevels = 100;

function isTooDeep(input: unknown): boolean {
  let level = [input];
  for (let depth = 0; depth <= maxLevels; depth++) {
    level = level.flatMap((value) => (value && typeof value === "object" ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Converts query text to the types in the schema: numbers, booleans, and JSON for lists and objects. */
function queryInput(route: Route, search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries([...search].map(([name, text]) => [name, typed(route.properties[name], text)]));
}

const booleans = new Map([
  ["true", true],
  ["false", false],
]);

function typed(property: Route["properties"][string] | undefined, text: string): unknown {
  const types = property?.type ? [property.type] : (property?.anyOf ?? []).map((option) => option.type);
  if (types.includes("integer") || types.includes("number")) return text.trim() === "" ? text : Number(text);
  if (types.includes("boolean")) return booleans.get(text) ?? text;
  if (types.includes("array") || types.includes("object")) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

async function bodyInput(request: Request): Promise<Record<string, unknown>> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  const text = await capBody(request, bodyLimit).text();
  if (text.trim() === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Whatever its Content-Type: curl labels JSON as a form by default.
    const isForm = /^(multipart|application\/x-www-form-urlencoded)/i.test(request.headers.get("content-type") ?? "");
    throw new AppError(
      "VALIDATION",
      isForm ? "The body is a form. Send a JSON object instead." : "The body is not valid JSON.",
    );
  }
  if (!body || typeof body !== "object" || Array.isArray(body))
    throw new AppError("VALIDATION", "The body must be a JSON object.");
  return body as Record<string, unknown>;
}

/** Results are JSON already: their schemas guarantee it. */
function envelope(result: unknown): Reply["body"] {
  return enveloped(result) as Reply["body"];
}

function enveloped(result: unknown): { data: unknown; meta: Record<string, unknown> } {
  if (result && typeof result === "object" && "rows" in result && "nextCursor" in result) {
    const { rows, ...meta } = result;
    return { data: rows, meta };
  }
  return { data: result ?? null, meta: {} };
}

function respond(status: number, body: unknown, requestId: string): Response {
  const headers = { "cache-control": "no-store", "x-request-id": requestId };
  if (body !== null) return Response.json(body, { status, headers });
  return new Response(null, { status, headers: { ...headers, "content-type": "application/json" } });
}
