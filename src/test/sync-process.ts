import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import type { HubSpotTrial } from "./hubspot";

const worker = join(process.cwd(), "src/test/sync-worker.fixture.ts");

/** The steps that each phase took; null where the process was killed at the one that was asked for. */
export type Steps = Readonly<Record<string, number>> | null;

/** A process of its own that does the sync of a workspace. */
export class SyncProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;

  constructor(tenantId: string, { keys, url }: Pick<HubSpotTrial, "keys" | "url">, appId: string) {
    const args = ["--import", "tsx", "--conditions=react-server", worker, tenantId];
    const env = {
      ...process.env,
      HUBSPOT_CLIENT_ID: keys.clientId,
      HUBSPOT_CLIENT_SECRET: keys.clientSecret,
      HUBSPOT_APP_ID: appId,
      HUBSPOT_API_URL: url,
      HUBSPOT_APP_URL: url,
    };
    this.#child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"], env });
    this.#ended = once(this.#child, "exit");
    this.#lines = createInterface({ input: this.#child.stdout as never })[Symbol.asyncIterator]();
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    return done ? "" : value;
  }

  async ready(): Promise<this> {
    if ((await this.#line()) !== "ready") throw new Error("The process of the sync did not start.");
    return this;
  }

  /** Does all work that is due, and is killed at a step of a phase when there is one. */
  async work(kill: { phase: string; step: number } | null): Promise<Steps> {
    (this.#child.stdin as Writable).write(`${JSON.stringify(kill ?? { phase: "", step: 0 })}\n`);
    const line = await this.#line();
    if (line !== "") return JSON.parse(line) as Record<string, number>;
    await this.#ended;
    if (this.#child.signalCode !== "SIGKILL") throw new Error("The process of the sync ended by itself.");
    return null;
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
