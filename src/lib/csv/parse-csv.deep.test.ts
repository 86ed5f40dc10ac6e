import { expect, it } from "vitest";
import { countedBytes } from "@/test/counted-bytes";
import { longFiles, MEGABYTE, refusalOf } from "./read.fixture";
import type { UnreadableFileError } from "./unreadable-file-error";
// In full: see `isFull` in `rounds.ts`.
import "./parse-csv.test";

async function measured(
  act: () => Promise<UnreadableFileError>,
): Promise<{ refusal: UnreadableFileError; grown: number }> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const refusal = await act().finally(() => clearInterval(timer));
  peak = Math.max(peak, process.memoryUsage().rss);
  return { refusal, grown: (peak - before) / MEGABYTE };
}

it.each(longFiles(20))("refuses %s without reading on, within 200 MB of memory", async (_, source, options, place) => {
  const { read, content } = countedBytes(source());
  const { refusal, grown } = await measured(() => refusalOf(content, options));
  expect(refusal).toMatchObject(place);
  expect(read.bytes / MEGABYTE).toBeLessThan(22);
  expect(grown).toBeLessThan(200);
});

it("copies no more than its sample of a chunk that holds the whole file, of 400 MB", async () => {
  const whole = Buffer.alloc(400 * MEGABYTE, "1,2\n");
  const { grown } = await measured(() => refusalOf(whole, { maxRows: 10_000 }));
  expect(grown).toBeLessThan(300);
});
