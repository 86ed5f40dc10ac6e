import "server-only";
import { type Caller, identityCtx, tenantCtx } from "./access.ts";
import { answerBatch, type BatchWrite, batchPath, longestBatchMs, requireBatched, unbatched } from "./batch.ts";
import type { Ctx, IdentityCtx } from "./context.ts";
import { AppError, nothingHere, WrongMethod } from "./errors.ts";
import { requireAllowed } from "./execute.ts";
import { failureBody, reportFailure } from "./failure.ts";
import { capBody, readCaller, refuseDeclaredSize, refuseForeignOrigin } from "./http.ts";
import { keyOf, once, type Reply } from "./idempotency.ts";
import { inFlight, workOf } from "./in-flight.ts";
import { inputSchema, refuseUnknownFields } from "./input-schema.ts";
import { noteKeyRefusal, refusedResponse } from "./key-refusals.ts";
import { type AnyOperation, doneStatus } from "./operation.ts";
import { optionsOf } from "./other-methods.ts";
import { dividedInput, shapeOf } from "./record-shape.ts";
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
export function createRest(operations: Record<string, AnyOperation>, { batchMs = longestBatchMs } = {}) {
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
      const { work, run } = askedBy(routes, { request, path, caller, batchMs });
      const { status, body } = await inFlight(caller, work, run, request.signal);
      return withRate(respond(status, request.method === "HEAD" ? null : body, caller.requestId), caller);
    } catch (error) {
      return withRate(refusedResponse(error, caller, request), caller);
    }
  };
}

interface Asked {
  request: Request;
  path: string[];
  caller: Caller;
  batchMs: number;
}

/** The work of a request: a call of an operation, or a batch of them, which holds a place for long. */
function askedBy(routes: Route[], { request, path, caller, batchMs }: Asked) {
  if (isBatch(path) && request.method === "POST") {
    const dispatch: Parameters<typeof answerBatch>[0]["dispatch"] = (own, write, key) =>
      callWrite(routes, own, write, key);
    const read = async () => shallow(await bodyInput(request));
    const run = async (): Promise<Reply> => ({
      status: 200,
      body: envelope(await answerBatch({ caller, request, read, dispatch, longestMs: batchMs })),
    });
    return { work: "longCall" as const, run };
  }
  const { route, params } = match(routes, request.method, path);
  const sent: Sent = {
    params,
    query: new URL(request.url).searchParams,
    body: () => bodyInput(request),
    key: (operation) => keyOf(request, operation),
  };
  return { work: workOf(route.operation), run: () => call(route, caller, sent) };
}

const isBatch = (path: readonly string[]) => `/${path.join("/")}` === batchPath;

/** Carries out one write of a batch as a request by itself: the same match, caller, rights and refusals. */
async function callWrite(
  routes: Route[],
  caller: Caller,
  { method, path, body }: BatchWrite,
  key: string | null,
): Promise<{ status: number; body: Record<string, unknown> }> {
  try {
    const url = new URL(`http://batch${path}`);
    const parts = segmentsOf(url);
    if (isBatch(parts)) throw unbatched();
    const { route, params } = match(routes, method, parts);
    requireBatched(route.operation);
    const reply = await call(route, caller, {
      params,
      query: url.searchParams,
      body: async () => body ?? {},
      key: () => key,
    });
    return { status: reply.status, body: reply.body as Record<string, unknown> };
  } catch (error) {
    const failure = reportFailure(error, caller.requestId);
    noteKeyRefusal(caller, { method, path: path.split("?")[0] ?? path }, failure);
    return { status: failure.status, body: failureBody(failure) };
  }
}

/** The parts of an address; an encoding that is broken names nothing. */
function segmentsOf({ pathname }: URL): string[] {
  try {
    return pathname.split("/").slice(1).map(decodeURIComponent);
  } catch {
    throw nothingHere();
  }
}

/** Adds the headers that say how many requests an API key has left. */
function withRate(response: Response, { rate }: Caller): Response {
  for (const [name, value] of rate ? rateHeaders(rate) : []) response.headers.set(name, value);
  return response;
}

type Callable = (ctx: Ctx | IdentityCtx, input: unknown) => Promise<unknown>;

/** The parts of a request to an operation. */
interface Sent {
  params: Record<string, string>;
  query: URLSearchParams;
  body(): Promise<Record<string, unknown>>;
  key(operation: AnyOperation): string | null;
}

/** Calls an operation. The body is read only after the caller is known and may call it. */
async function call(route: Route, caller: Caller, sent: Sent): Promise<Reply> {
  const { operation } = route;
  const act = async (ctx: Ctx | IdentityCtx, input: unknown): Promise<Reply> => {
    const result = await (operation as unknown as Callable)(ctx, input);
    return { status: doneStatus(operation, result), body: envelope(result) };
  };
  if (operation.realm === "identity") return await act(await identityCtx(caller), await inputOf(route, sent));
  const ctx = await tenantCtx(caller);
  return await notingRefusals(operation, ctx, async () => {
    requireAllowed(operation, ctx);
    const key = sent.key(operation);
    const { records } = operation;
    if (records !== undefined) {
      const asked = { route, entity: records, whole: await wholeInput(route, sent) };
      return await callShaped(ctx, asked, (input) => act(ctx, input));
    }
    const input = await inputOf(route, sent);
    return key === null
      ? await act(ctx, input)
      : await once(ctx, operation, { key, input }, (inner) => act(inner, input));
  });
}

async function inputOf(route: Route, sent: Sent): Promise<unknown> {
  return known(route, await wholeInput(route, sent));
}

/** All that a request gives, from its query, body and address. */
const wholeInput = async (route: Route, { params, query, body }: Sent): Promise<Record<string, unknown>> =>
  shallow({
    ...textInput(route, query),
    ...(await body()),
    ...textInput(route, Object.entries(params)),
  });

/** The input; VALIDATION if the operation does not know all of it. */
function known<T>({ schema }: Route, input: T): T {
  refuseUnknownFields(schema, input);
  return input;
}

/** Calls a query of records, and shapes those of its answer as `fields` and `include` say. */
async function callShaped(
  ctx: Ctx,
  { route, entity, whole }: { route: Route; entity: string; whole: Record<string, unknown> },
  act: (input: unknown) => Promise<Reply>,
): Promise<Reply> {
  const { asked, rest } = dividedInput(whole);
  const input = known(route, rest);
  const shape = shapeOf(ctx, entity, asked);
  const reply = await act(input);
  return shape ? { ...reply, body: (await shape(reply.body as never)) as unknown as Reply["body"] } : reply;
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
  if (isBatch(path)) taken.add("POST");
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

/** The input; VALIDATION if it has too many levels. */
function shallow<T>(input: T): T {
  if (isTooDeep(input))
    throw new AppError("VALIDATION", "Lists and objects in this request are nested too deeply. Use fewer levels.");
  return input;
}

function isTooDeep(input: unknown): boolean {
  let level = [input];
  for (let depth = 0; depth <= maxLevels; depth++) {
    level = level.flatMap((value) => (value && typeof value === "object" ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Converts texts of a path or a query to the types in the schema: numbers, booleans, and JSON for lists and objects. */
function textInput(route: Route, texts: Iterable<[string, string]>): Record<string, unknown> {
  return Object.fromEntries([...texts].map(([name, text]) => [name, typed(route.properties[name], text)]));
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
