import "server-only";
import { timingSafeEqual } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { tokenHash } from "./crypto.ts";
import { platformQuery, poolUse } from "./db/client.ts";
import { AppError, nothingHere } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { log } from "./log.ts";
import { newId } from "./new-id.ts";
import { outboxLag } from "./outbox/claim.ts";
import { processWide } from "./process-wide.ts";

/** No figure names a workspace, a person or a record: `route` and `job` are words of the product. */
interface Metrics {
  registry: Registry;
  requests: Histogram<"route" | "status">;
}

const ofProcess = processWide<Metrics>("metrics");
const metrics = (): Metrics => ofProcess.getOrMake(made);

function made(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the head of a request to the end of its answer, by class of address and of status; broken ones are left out.",
    labelNames: ["route", "status"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  new Gauge({
    name: "database_connections",
    help: "Connections to the database of the thread that serves requests, by role; requests that wait for one.",
    labelNames: ["role", "state"],
    registers,
    collect() {
      for (const { role, ...states } of poolUse())
        for (const [state, count] of Object.entries(states)) this.set({ role, state }, count);
    },
  });
  addSharedWork(registers);
  return { registry, requests };
}

type SharedWork = Awaited<ReturnType<typeof readSharedWork>>;
type Figures = [value: string, count: number][];

/** Work of all processes, as the database has it; nothing while that does not answer. */
function addSharedWork(registers: Registry[]): void {
  const add = (name: string, label: string, help: string, figures: (work: SharedWork) => Figures) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      async collect() {
        this.reset();
        const work = await sharedWork();
        if (work) for (const [value, count] of figures(work)) this.set({ [label]: value }, count);
      },
    });
  const ofConsumer = (name: string, help: string, key: "waiting" | "parked" | "oldestSeconds") =>
    add(name, "consumer", help, ({ lags }) => lags.map((lag) => [lag.consumer, lag[key]]));
  ofConsumer("outbox_waiting_events", "Events that wait for a consumer.", "waiting");
  ofConsumer("outbox_parked_events", "Events whose delivery failed too often and was stopped.", "parked");
  ofConsumer("outbox_oldest_seconds", "Age of the oldest event that waits for a consumer.", "oldestSeconds");
  const jobs = "Jobs of the last 24 hours that are running, or that failed and were not retried; counted up to 10,000.";
  add("jobs", "state", jobs, (work) => ["running", "failed"].map((state) => [state, work.jobs.get(state) ?? 0]));
  const imports = "Imports that are being checked, run or reverted.";
  add("imports_running", "state", imports, (work) =>
    ["checking", "running", "reverting"].map((state) => [state, work.imports.get(state) ?? 0]),
  );
  new Gauge({
    name: "database_up",
    help: "Whether the database responded; while it does not, the figures of outbox, jobs and imports are left out.",
    registers,
    async collect() {
      this.set((await sharedWork()) === null ? 0 : 1);
    },
  });
}

const countedIn = async (name: string, sql: string) => {
  const rows = await platformQuery<{ status: string; count: number }>(name, sql, []);
  return new Map(rows.map(({ status, count }) => [status, count]));
};

/**
 * Reads each figure from an index of unfinished work only, so that the cost does not grow with the workspaces' data.
 */
async function readSharedWork() {
  const [lags, jobs, imports] = await Promise.all([
    outboxLag(),
    countedIn(
      "metrics-jobs",
      `select status, count(*)::int as count from (
         select status from job_runs
         where status in ('running', 'failed') and (status = 'running' or retried_at is null)
           and started_at > now() - interval '24 hours'
         limit 10000
       ) recent group by status`,
    ),
    countedIn(
      "metrics-imports",
      `select status, count(*)::int as count from imports where status in ('checking', 'running', 'reverting')
       group by status`,
    ),
  ]);
  return { lags, jobs, imports };
}

const cacheMs = 10_000;
let kept: { at: number; work: Promise<SharedWork | null> } | undefined;

/** The shared figures; however often they are read, the database is asked once in ten seconds. */
function sharedWork(): Promise<SharedWork | null> {
  if (!kept || Date.now() - kept.at > cacheMs) {
    const work = readSharedWork().catch((error: unknown) => {
      log.warn({ err: error }, "the figures of shared work could not be read");
      return null;
    });
    kept = { at: Date.now(), work };
  }
  return kept.work;
}

const classes: [string, RegExp][] = [
  ["static", /^\/(_next\/|[^/]+\.(svg|png|ico|txt)$)/],
  ["probe", /^\/(metrics|api\/health|api\/v1\/status)$/],
  ["screens", /^\/api\/trpc\//],
  ["rest", /^\/api\/v1\//],
  ["auth", /^\/api\/auth\//],
  ["workflows", /^\/api\/inngest$/],
  ["webhooks", /^\/api\/(webhooks\/|pusher\/webhook$)/],
  ["other", /^\/api\//],
];

/** The class of an address: a fixed word, because addresses contain names of workspaces and records. */
export function routeClass(url: string): string {
  const [path = ""] = url.split("?");
  return classes.find(([, pattern]) => pattern.test(path))?.[0] ?? "page";
}

/** From now on measures every request of this process that is answered. */
export function measureRequests(): void {
  const { requests } = metrics();
  const began = new WeakMap<IncomingMessage, { route: string; at: number }>();
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    began.set(request, { route: routeClass(request.url ?? ""), at: performance.now() });
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const start = began.get(request);
    if (!start) return;
    const status = `${Math.floor(response.statusCode / 100)}xx`;
    requests.observe({ route: start.route, status }, (performance.now() - start.at) / 1_000);
  });
}

/**
 * Answers with the figures in Prometheus' text format; NOT_FOUND if no token is configured, UNAUTHENTICATED for a wrong
 * one.
 */
export async function answerMetrics(request: Request, token: string | undefined): Promise<Response> {
  if (token === undefined) return failureResponse(nothingHere(), newId());
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(token))))
    return failureResponse(
      new AppError("UNAUTHENTICATED", "Send the token of METRICS_TOKEN as a bearer token."),
      newId(),
    );
  const { registry } = metrics();
  const headers = { "content-type": registry.contentType, "cache-control": "no-store" };
  return new Response(await registry.metrics(), { headers });
}
