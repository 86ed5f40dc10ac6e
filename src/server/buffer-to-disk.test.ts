import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { env } from "@/env";
import { bufferToDisk, bufferWholeToDisk } from "./buffer-to-disk";

const folder = join(env.DATA_DIR, "uploads");

async function* blocks(number: number, size: number, received: (sent: number) => void = () => undefined) {
  for (let sent = 0; sent < number; sent++) {
    received(sent + 1);
    yield new Uint8Array(size).fill(sent % 251);
  }
}

test("the bytes that are written are read again, whatever the sizes", async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bufferToDisk(blocks(300, 3001))) chunks.push(chunk);
  const expected = Buffer.concat(Array.from({ length: 300 }, (_, at) => new Uint8Array(3001).fill(at % 251)));
  expect(Buffer.concat(chunks).equals(expected)).toBe(true);
});

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("a source is taken in ahead of a reader who holds still, and leaves no file with a name", async () => {
  let sent = 0;
  const all = gate();
  const reader = bufferToDisk(
    blocks(200, 100_000, (number) => {
      sent = number;
      if (number === 200) all.open();
    }),
  );
  await reader.next();
  await all.opened;
  expect(sent).toBe(200);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  await reader.return();
});

test("the reader learns of a failure at the next block, not behind all that came before it", async () => {
  const failed = gate();
  async function* cut() {
    yield* blocks(200, 100_000);
    failed.open();
    throw new Error("The browser went away.");
  }
  const reader = bufferToDisk(cut());
  await reader.next();
  await failed.opened;
  let read = 0;
  const rest = (async () => {
    for await (const block of reader) read += block.length;
  })();
  await expect(rest).rejects.toThrow("The browser went away.");
  expect(read).toBeLessThan(5_000_000);
});

test("a reader who stops is not sent on: the source is let go of", async () => {
  const ended = gate();
  async function* endless() {
    try {
      for (;;) yield new Uint8Array(1000);
    } finally {
      ended.open();
    }
  }
  for await (const _ of bufferToDisk(endless())) break;
  await ended.opened;
});

test("a complete buffer is read in any order and leaves no named file", async () => {
  const whole = await bufferWholeToDisk(blocks(3, 1000));
  expect([whole.size, (await whole.read(1999, 2))[1], (await whole.read(2999, 5)).length]).toEqual([3000, 2, 1]);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  await whole.close();
  await expect(whole.read(0, 1)).rejects.toThrow();
});
