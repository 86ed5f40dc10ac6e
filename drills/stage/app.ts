import { type Child, startCommand, startNode } from "@/local/child";
import type { Variables } from "@/local/settings";
import { ready } from "../../e2e/server";

/** The built app as a separate process, which can be killed and restarted at the same address. */
export class App {
  readonly url: string;
  #child: Child | undefined;
  #said = "";

  constructor(
    private readonly port: number,
    private readonly env: Variables,
  ) {
    this.url = `http://localhost:${port}`;
  }

  /** The process that answers requests. */
  get pid(): number {
    if (!this.#child) throw new Error("The app does not run.");
    return this.#child.pid;
  }

  /** All that it has written so far, over all its starts. */
  get output(): string {
    return this.#said + (this.#child?.output() ?? "");
  }

  /** Returns when it answers. */
  async start(): Promise<void> {
    this.#said = this.output;
    this.#child = startNode([startCommand()], { env: this.env, show: false });
    await ready(this.port, this.#child.ended);
  }

  /** Like `kill -9`: it cannot finish anything. Returns when it has ended. */
  async kill(): Promise<void> {
    if (!this.#child) throw new Error("The app does not run, so it cannot be killed.");
    process.kill(this.#child.pid, "SIGKILL");
    await this.#child.ended;
  }

  /** Like `kill`: it may finish what it has accepted. Returns when it has ended; after a minute it is killed. */
  async end(): Promise<void> {
    await this.#child?.stop(60_000);
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }
}
