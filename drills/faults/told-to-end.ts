import { Agent, get } from "node:http";
import type { Findings } from "../check";
import { signIn } from "../stage/session";
import type { Stage } from "../stage/stage";
import { makeWorkspace } from "../stage/workspace";
import { until } from "../until";

const CLIENTS = 50;
const ENDED_WITHIN_S = 35;
const PATIENCE_MS = 360_000;

type Outcome = { kind: "answered" | "not accepted" } | { kind: "unanswered"; reason: string };

/** Clients that each keep one connection, and send the next request as soon as the last one is answered. */
class BusyClients {
  answered = 0;
  readonly unanswered: string[] = [];
  readonly #work: Promise<unknown>;

  constructor(url: string, headers: Record<string, string>, paths: readonly string[]) {
    const work = Array.from({ length: CLIENTS }, (_, number) => this.#sendOn({ url, headers, paths, number }));
    this.#work = Promise.all(work);
  }

  /** Resolves when no client can connect any more. */
  async done(): Promise<void> {
    await this.#work;
  }

  async #sendOn(client: { url: string; headers: Record<string, string>; paths: readonly string[]; number: number }) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { ...client.headers, "x-forwarded-for": `203.0.113.${client.number}` };
    for (let turn = client.number; ; turn++) {
      const path = client.paths[turn % client.paths.length] ?? "/";
      const outcome = await ask(`${client.url}${path}`, { agent, headers });
      if (outcome.kind === "answered") this.answered++;
      if (outcome.kind === "unanswered") this.unanswered.push(`${path}: ${outcome.reason}`);
      if (outcome.kind !== "answered") break;
    }
    agent.destroy();
  }
}

function ask(url: string, options: { agent: Agent; headers: Record<string, string> }): Promise<Outcome> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === "ECONNREFUSED" ? { kind: "not accepted" } : { kind: "unanswered", reason: error.code ?? "" },
      );
    get(url, options, (response) => {
      response.once("error", failed);
      response.once("end", () => resolve({ kind: "answered" }));
      response.resume();
    }).once("error", failed);
  });
}

/** The server is told to end (SIGTERM) while clients are busy on connections that they keep; then it starts again. */
export async function toldToEnd(stage: Stage, findings: Findings): Promise<void> {
  const { app } = stage;
  const { slug, owner } = await makeWorkspace(stage);
  const { cookie } = await signIn(stage, owner.email);
  const headers = { cookie, "x-workspace": slug };
  const clients = new BusyClients(app.url, headers, ["/api/v1/accounts", "/sign-in", "/api/v1/opportunities"]);
  const wanted = CLIENTS * 4;
  await until(`clients had ${wanted} answers`, PATIENCE_MS, () => clients.answered >= wanted);
  const before = clients.answered;
  const told = performance.now();
  await app.end();
  findings.within(`a server with ${CLIENTS} busy clients ends`, ENDED_WITHIN_S, performance.now() - told);
  await clients.done();
  findings.none("accepted requests without an answer", clients.unanswered);
  findings.atLeast("answers after it was told to end", 1, clients.answered - before);
  await app.start();
}
