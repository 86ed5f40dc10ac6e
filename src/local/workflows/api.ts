import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Engine } from "./engine-options";
import { stepsOf } from "./executor";
import { readEvents, takeEvents } from "./intake";
import { readJson } from "./json";
import type { EventBody } from "./runs";
import { hashedKey, isSame } from "./signature";
import { inTransaction } from "./store";
import { register } from "./sync";
import { cancelRun } from "./tasks";

type Answer = { status: number; body: object };
type Request = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };

const MAX_BODY_BYTES = 64_000_000;
const SERVER_KIND = "cloud";

/** Features of the vendor that this engine lacks; a request for one is refused by name. */
const UNSUPPORTED = /^\/v1\/(signals|realtime|checkpoint|http|connect|runs\/[^/]+\/metadata)(\/|$)|^\/v0\/connect/;

/** The HTTP side: requests of the SDK and of operators to the engine. */
export function createApi(engine: Engine): Server {
  return createServer((request, response) => {
    readRequest(request)
      .then((read) => answer(engine, read))
      .catch((error: unknown) => {
        engine.notice(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`);
        return { status: 500, body: { status: 500, error: "The engine failed. Its log has the reason." } };
      })
      .then((sent) => send(response, sent));
  });
}

async function answer(engine: Engine, request: Request): Promise<Answer> {
  const { method, path } = request;
  if (method === "GET" && path === "/health") return { status: 200, body: { status: 200 } };
  const [, eventKey] = /^\/e\/([^/]+)$/.exec(path) ?? [];
  if (method === "POST" && eventKey !== undefined) return takeIn(engine, request, decodeURIComponent(eventKey));
  if (!isSigned(engine, request)) return { status: 401, body: { status: 401, error: "Unauthorized" } };
  if (UNSUPPORTED.test(path)) {
    engine.notice(`${method} ${path} is not supported by the local workflow engine (501).`);
    return { status: 501, body: { status: 501, error: `${path} is not supported by the local workflow engine` } };
  }
  if (method === "POST" && path === "/fn/register") return sync(engine, request);
  const [, runId = "", part] = /^\/v[01]\/runs\/([^/]+)(?:\/(batch|actions))?$/.exec(path) ?? [];
  if (method === "GET" && runId !== "")
    return part === undefined ? showRun(engine, runId) : readRun(engine, runId, part);
  if (method === "DELETE" && runId !== "" && part === undefined) return endRun(engine, runId);
  const [, eventId] = /^\/v1\/events\/([^/]+)\/runs$/.exec(path) ?? [];
  if (method === "GET" && eventId !== undefined) return showRuns(engine, eventId);
  return { status: 404, body: { status: 404, error: `There is no ${method} ${path} here.` } };
}

async function takeIn({ options, pool }: Engine, request: Request, key: string): Promise<Answer> {
  const refused = (status: number, error: string) => ({ status, body: { ids: [], status, error } });
  if (!isSame(key, options.eventKey)) return refused(401, "Event key not found");
  let events: ReturnType<typeof readEvents>;
  try {
    events = readEvents(readJson(request.body));
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
  // A failure from here on is not the fault of the events: after a 400 their sender would park them.
  const seed = request.headers["x-inngest-event-id-seed"];
  const ids = await inTransaction(pool, (tx) => takeEvents(tx, events, Array.isArray(seed) ? seed[0] : seed));
  return { status: 200, body: { ids, status: 200 } };
}

/** The SDK reads `status` in the body, not that of HTTP. */
async function sync(engine: Engine, { headers, body }: Request): Promise<Answer> {
  const refused = (error: string) => ({ status: 400, body: { status: 400, error } });
  const expected = headers["x-inngest-expected-server-kind"];
  if (expected !== undefined && expected !== SERVER_KIND) {
    return refused(`Expected server kind ${SERVER_KIND}, got ${expected}`);
  }
  try {
    return { status: 200, body: { ok: true, status: 200, modified: await register(engine, readJson(body)) } };
  } catch (error) {
    if (error instanceof Error && "severity" in error) throw error;
    return refused(error instanceof Error ? error.message : String(error));
  }
}

async function readRun({ pool }: Engine, runId: string, part: string): Promise<Answer> {
  return inTransaction(pool, async (tx) => {
    const run = await tx.row<{ events: EventBody[] }>("SELECT events FROM runs WHERE id = $1", [runId]);
    if (!run) return noSuchRun(runId);
    return { status: 200, body: part === "batch" ? run.events : await stepsOf(tx, runId) };
  });
}

const RUN_FIELDS = `id AS run_id, function_id, status, output, error, created_at AS run_started_at, ended_at, event_ids[1] AS event_id`;

async function showRun({ pool }: Engine, runId: string): Promise<Answer> {
  const { rows } = await pool.query(`SELECT ${RUN_FIELDS} FROM runs WHERE id = $1`, [runId]);
  return rows[0] ? { status: 200, body: { data: rows[0] } } : noSuchRun(runId);
}

async function showRuns({ pool }: Engine, eventId: string): Promise<Answer> {
  // A run of several events is listed under the first, as at the vendor.
  const { rows } = await pool.query(
    `SELECT ${RUN_FIELDS} FROM runs WHERE event_ids @> ARRAY[$1] AND event_ids[1] = $1 ORDER BY id`,
    [eventId],
  );
  return { status: 200, body: { data: rows } };
}

async function endRun(engine: Engine, runId: string): Promise<Answer> {
  await inTransaction(engine.pool, (tx) => cancelRun(tx, { run: runId, reason: "It was cancelled by hand." }));
  return showRun(engine, runId);
}

function noSuchRun(runId: string): Answer {
  return { status: 404, body: { status: 404, error: `There is no run ${runId}.` } };
}

function isSigned({ options }: Engine, { headers }: Request): boolean {
  const [, token = ""] = /^Bearer (.+)$/.exec(headers.authorization ?? "") ?? [];
  return isSame(token, hashedKey(options.signingKey));
}

async function readRequest(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`A body of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  return {
    method: request.method ?? "GET",
    path: pathname,
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", "x-inngest-server-kind": SERVER_KIND });
  response.end(JSON.stringify(body));
}
