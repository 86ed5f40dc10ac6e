import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { errorCode, LocalProblem } from "./problem";
import type { Variables } from "./settings";

/** A Node program that this process runs. */
export type Child = {
  /** Its process id; 0 if it could not be started. */
  pid: number;
  /** Resolves when it has ended, with a description of how; never rejects. */
  ended: Promise<{ code: number; how: string; output: string }>;
  /** All that it has written so far. */
  output(): string;
  /** Asks it and its own children to end; after `graceMs` they are killed. */
  stop(graceMs?: number): Promise<void>;
};

const FOLLOW_PARENT = pathToFileURL(resolve("scripts/follow-parent.mjs")).href;

/**
 * Starts `node` with `args`. It gets its own process group, so that we pass on Ctrl-C in our order, and it ends when
 * we are killed. `show`: prints its output; otherwise it is kept for `ended`. `cwd`: its working directory.
 */
export function startNode(args: string[], { env, show, cwd }: { env: Variables; show: boolean; cwd?: string }): Child {
  const child = spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env, FOLLOW_PARENT: String(process.pid) },
    detached: process.platform !== "win32",
    stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ended: Child["ended"] = new Promise((done) => {
    child.once("error", (error) => done({ code: 1, how: "it could not be started", output: String(error) }));
    child.once("close", (code, signal) =>
      done({ code: code ?? 1, how: signal ? `killed by ${signal}` : `exit code ${code}`, output }),
    );
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    async stop(graceMs = 8_000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      signalGroup(child, "SIGTERM");
      const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs `node` with `args` to its end. Throws LocalProblem with its output when it fails. */
export async function runNode(
  what: string,
  args: string[],
  options: { env: Variables; show?: boolean; signal?: AbortSignal },
): Promise<void> {
  options.signal?.throwIfAborted();
  const child = startNode(args, { env: options.env, show: options.show ?? false });
  const abort = () => void child.stop();
  options.signal?.addEventListener("abort", abort);
  const { code, how, output } = await child.ended;
  options.signal?.removeEventListener("abort", abort);
  options.signal?.throwIfAborted();
  if (code !== 0) throw new LocalProblem(`${output.trim()}\n${what} failed (${how}).`.trim());
}

/** The file of the command that serves the current build, at HOST and PORT of its environment. */
export function startCommand(): string {
  return resolve("scripts/start.mjs");
}

/** The file of Next's own command. */
export function nextCommand(): string {
  return createRequire(import.meta.url).resolve("next/dist/bin/next");
}

/**
 * Resolves at the first signal to end, or when the shell between npm and us is gone: npm ends only that one. A
 * terminal and npm may send several signals; later ones change nothing.
 */
export function shutdownSignal(): Promise<void> {
  const parent = process.ppid;
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => done());
    const watch = () => process.ppid !== parent && done();
    if (process.env.npm_lifecycle_event !== undefined) setInterval(watch, 250).unref();
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}
