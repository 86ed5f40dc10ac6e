import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Child, startNode } from "../child";
import { LocalProblem } from "../problem";
import type { EngineOptions } from "./engine-options";

/** The workflow engine in its own process. */
export type Workflows = {
  url: string;
  /** Number of its current process; a process that ends unexpectedly is restarted with another number. */
  pid(): number;
  /** Resolves when it failed to restart so often that it is given up. */
  died: Promise<void>;
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
const START_AGAIN_MS = 100;
const MAX_FAILED_STARTS = 5;

/**
 * Starts the engine and waits until it answers. If it ends unexpectedly, that is reported and it is restarted. Throws
 * LocalProblem.
 */
export async function startWorkflows(options: EngineOptions, notice: (text: string) => void): Promise<Workflows> {
  const url = `http://127.0.0.1:${options.port}`;
  let child = spawnEngine(options);
  let stopping = false;
  await ready(url, child);
  const died = watch();
  return {
    url,
    pid: () => child.pid,
    died,
    async stop() {
      stopping = true;
      await child.stop();
    },
  };

  async function watch(): Promise<void> {
    let failedStarts = 0;
    for (;;) {
      const { how } = await child.ended;
      if (stopping) return new Promise(() => undefined);
      if (failedStarts === MAX_FAILED_STARTS) return;
      notice(`The workflow engine ended unexpectedly (${how}). It restarts and continues where it stopped.`);
      await pause(START_AGAIN_MS * 2 ** failedStarts);
      child = spawnEngine(options);
      if (stopping) await child.stop();
      const isUp = await ready(url, child).then(
        () => true,
        () => false,
      );
      failedStarts = isUp ? 0 : failedStarts + 1;
    }
  }
}

function spawnEngine(options: EngineOptions): Child {
  const env = { WORKFLOWS_OPTIONS: JSON.stringify(options) };
  return startNode(["--import", "tsx", resolve("src/local/workflows/main.ts")], { env, show: true });
}

async function ready(url: string, child: Child): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const attempt = fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    const outcome = await Promise.race([attempt, child.ended]);
    if (outcome === true) return;
    if (outcome !== false)
      throw new LocalProblem(`The workflow engine does not start (${outcome.how}). The reason is printed above.`);
    await pause(LOOK_EVERY_MS);
  }
  await child.stop();
  throw new LocalProblem("The workflow engine did not answer within a minute.");
}
