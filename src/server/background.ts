import "server-only";
import { ReadableStream } from "node:stream/web";
import { type MessagePort, parentPort, type Worker } from "node:worker_threads";
import { AppError, type ErrorCode, type ErrorDetails, toAppError } from "./errors.ts";
import { log } from "./log.ts";
import { processWide } from "./process-wide.ts";

/**
 * A job for the background thread, optionally with a byte stream. Input and output are plain data because they cross
 * threads.
 */
export interface StreamJob<Input, Output> {
  name: string;
  run(input: Input, content: AsyncIterable<Uint8Array>): Promise<Output>;
}

type Order =
  | { kind: "job"; number: number; name: string; input: unknown; content: ReadableStream<Uint8Array> }
  | { kind: "wake" | "stop" };
type Failure = { code: ErrorCode; message: string; details: ErrorDetails | undefined };
type Answer = { number: number } & ({ output: unknown } | { failure: Failure });

interface Pending {
  resolve(output: unknown): void;
  reject(error: Failure | Error): void;
}
interface Thread {
  port: Pick<Worker | MessagePort, "postMessage">;
  pending: Map<number, Pending>;
  /** The number of the last job that was sent to it. */
  last: number;
}

const background = processWide<Thread>("background thread");
const ownWake = processWide<() => void>("wake of this thread");

/**
 * Sends stream jobs to this thread from now on. The returned function stops that and fails the jobs that still wait for
 * the thread.
 */
export function handJobsTo(port: Worker | MessagePort): { lost(): void } {
  const thread: Thread = { port, pending: new Map(), last: 0 };
  port.on("message", (answer: Answer) => {
    const waiting = thread.pending.get(answer.number);
    thread.pending.delete(answer.number);
    if ("output" in answer) waiting?.resolve(answer.output);
    else waiting?.reject(answer.failure);
  });
  background.set(thread);
  return {
    lost() {
      if (background.get() === thread) background.remove();
      for (const { reject } of thread.pending.values()) reject(new Error("The background thread ended."));
      thread.pending.clear();
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Runs a job in the background thread, or in this thread if the process has no other. */
export async function inBackground<Input, Output>(
  job: StreamJob<Input, Output>,
  input: Input,
  content: AsyncIterable<Uint8Array> = nothing(),
): Promise<Output> {
  const thread = background.get();
  if (!thread) return await job.run(input, content);
  const number = ++thread.last;
  // An error loses its class when it crosses threads: when the stream breaks off, this side supplies the reason.
  const source = watched(content);
  // Passes a stream between threads with its backpressure, and tells the other side when one of them breaks off.
  const stream = ReadableStream.from(source.content);
  return await new Promise<Output>((resolve, reject) => {
    const fail = (error: Failure | Error) => {
      const broken = source.failure();
      if (broken) reject(broken.error);
      else if (error instanceof Error) reject(error);
      // The bundler may load the module of errors several times: the caller knows the class that this copy has.
      else reject(new AppError(error.code, error.message, error.details));
    };
    thread.pending.set(number, { resolve: (output) => resolve(output as Output), reject: fail });
    const order: Order = { kind: "job", number, name: job.name, input, content: stream };
    thread.port.postMessage(order, [stream]);
  });
}

/** Passes a stream on, and remembers the error if it broke off. */
function watched(content: AsyncIterable<Uint8Array>) {
  let failure: { error: unknown } | null = null;
  async function* passed() {
    try {
      yield* content;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  return { content: passed(), failure: () => failure as { error: unknown } | null };
}

/** Tells the background thread, or this one, that there is work. Other processes notice it when they poll. */
export function wakeBackground(): void {
  const thread = background.get();
  if (thread) thread.port.postMessage({ kind: "wake" } satisfies Order);
  else ownWake.get()?.();
}

/** Runs the jobs that arrive in the background thread. Without a port it serves the calling thread. */
export function serveJobs(
  jobs: readonly StreamJob<never, unknown>[],
  on: { wake(): void; stop(): void },
  port: MessagePort | null = parentPort,
): void {
  ownWake.set(on.wake);
  const byName = new Map(jobs.map((job) => [job.name, job as StreamJob<unknown, unknown>]));
  port?.on("message", (order: Order) => {
    if (order.kind !== "job") return on[order.kind]();
    const { number, name, input, content } = order;
    const job = byName.get(name);
    const source = watched(content);
    const done = job ? job.run(input, source.content) : Promise.reject(new Error(`There is no job named ${name}.`));
    done.then(
      (output) => port.postMessage({ number, output } satisfies Answer),
      (error: unknown) => {
        const { code, message, details } = toAppError(error, `${name} ${number}`);
        if (code === "INTERNAL" && !source.failure())
          log.error({ err: error, job: name }, "a job of the background thread failed");
        port.postMessage({ number, failure: { code, message, details } } satisfies Answer);
      },
    );
  });
}
