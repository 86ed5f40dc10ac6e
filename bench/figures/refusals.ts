import { type Figure, judge } from "../figure";
import { callerHeaders, tell } from "../load/ask";
import { watchMemory } from "../load/memory";
import type { Stage } from "../stage";

const BLOCK = 1_000_000;

/** A head, then the same piece up to this size, generated while sending. */
function body(head: string, piece: string, bytes: number): ReadableStream<Uint8Array> {
  const block = Buffer.from(piece.repeat(Math.ceil(BLOCK / piece.length)));
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const next = sent === 0 ? Buffer.from(head) : block;
      controller.enqueue(next);
      sent += next.length;
      if (sent >= bytes) controller.close();
    },
  });
}

/** Unreadable files of the maximum size, and one that is larger and does not declare it. */
const bad: Record<string, () => ReadableStream<Uint8Array>> = {
  "a quote that never closes": () => body('Company\nA\n"B', "x,y\n", 95_000_000),
  "a million columns": () => body("a", ",a", 2_000_000),
  "a cell of 95 MB": () => body("Company,Note\nA,", "x", 95_000_000),
  "200 MB of unknown length": () => body("Company\n", "Firm\n", 200_000_000),
};

/** The time and peak memory until an unreadable file is refused over HTTP. */
export async function refusalFigures(stage: Stage): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, content] of Object.entries(bad)) {
    const { id } = await tell<{ id: string }>(stage, "imports.create", {});
    const memory = watchMemory(stage.app.pid);
    const started = performance.now();
    const { status, message } = await sent(stage, id, content());
    const seconds = (performance.now() - started) / 1000;
    const grown = await memory.stop();
    if (status !== 413 && status !== 422) throw new Error(`${name} was answered with ${status}: ${message}`);
    const shared = { id: "refusals", note: `${status}: ${message}` };
    figures.push(
      judge({
        ...shared,
        name: `${name}, until it is refused`,
        value: seconds,
        unit: "s",
        bar: { of: "value", is: "at most", must: 5, stretch: 2 },
      }),
      judge({
        ...shared,
        name: `${name}, memory at its peak`,
        value: grown,
        unit: "MB more",
        bar: { of: "value", is: "at most", must: 200, stretch: 100 },
      }),
    );
  }
  return figures;
}

async function sent(stage: Stage, id: string, content: ReadableStream<Uint8Array>) {
  const url = `${stage.app.url}/api/imports/${id}/files?name=bad.csv`;
  const streamed = { method: "POST", headers: callerHeaders(stage), body: content, duplex: "half" } as RequestInit;
  const response = await fetch(url, streamed);
  const { error } = (await response.json()) as { error?: { message: string } };
  return { status: response.status, message: error?.message ?? "" };
}
