import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { handJobsTo, inBackground, type StreamJob, serveJobs, wakeBackground } from "./background";
import { AppError } from "./errors";

const seen: string[] = [];
const count: StreamJob<{ most: number }, { bytes: bigint }> = {
  name: "count",
  async run({ most }, content) {
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > most)
        throw new AppError("VALIDATION", "Too long.", { fields: [{ path: "content", message: "Long" }] });
    }
    return { bytes: BigInt(bytes) };
  },
};
/** Gives no answer. */
const silent: StreamJob<null, null> = { name: "silent", run: () => new Promise(() => undefined) };

let channel: MessageChannel;
let lost: () => void;
beforeEach(() => {
  seen.length = 0;
  channel = new MessageChannel();
  serveJobs([count, silent], { wake: () => seen.push("wake"), stop: () => seen.push("stop") }, channel.port2);
  ({ lost } = handJobsTo(channel.port1));
});
afterEach(() => {
  lost();
  channel.port1.close();
});

let taken = 0;
async function* chunks(number: number): AsyncGenerator<Uint8Array> {
  for (taken = 0; taken < number; taken++) yield new Uint8Array(1000);
}

test("a job runs behind the port with what came in and answers with plain data", async () => {
  expect(await inBackground(count, { most: 100_000 }, chunks(50))).toEqual({ bytes: 50_000n });
});

test("several jobs at once each get their own answer", async () => {
  async function* one(size: number) {
    yield new Uint8Array(size);
  }
  const answers = await Promise.all([3, 1, 2].map((size) => inBackground(count, { most: 9 }, one(size))));
  expect(answers).toEqual([{ bytes: 3n }, { bytes: 1n }, { bytes: 2n }]);
});

test("a refusal comes back as itself, and the rest of the stream is not read", async () => {
  const refused = inBackground(count, { most: 5_000 }, chunks(1_000_000));
  await expect(refused).rejects.toMatchObject({
    name: "AppError",
    code: "VALIDATION",
    message: "Too long.",
    details: { fields: [{ path: "content", message: "Long" }] },
  });
  expect(taken).toBeLessThan(1_000);
});

test("a stream that breaks off fails the job with its own error", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    throw new Error("The browser went away.");
  }
  await expect(inBackground(count, { most: 100 }, broken())).rejects.toThrow("The browser went away.");
});

test("jobs that wait for a thread that dies fail, and the next run where they are asked for", async () => {
  const waiting = inBackground(silent, null, chunks(1));
  lost();
  await expect(waiting).rejects.toThrow("The background thread ended.");
  expect(await inBackground(count, { most: 5_000 }, chunks(2))).toEqual({ bytes: 2_000n });
});

test("the thread is woken and told to stop", async () => {
  wakeBackground();
  channel.port1.postMessage({ kind: "stop" });
  await inBackground(count, { most: 10 }, chunks(0));
  expect(seen).toEqual(["wake", "stop"]);
});
