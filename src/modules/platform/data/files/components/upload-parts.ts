import pRetry from "p-retry";
import { partsAtOnce } from "../rules";

/** An upload that the server has opened. */
export interface OpenUpload {
  id: string;
  /** The size of every part but the last. */
  partBytes: number;
  /** The numbers of the parts that the server has; the first is 1. */
  parts: readonly number[];
}

/** A part of a file: its bytes from `from` up to `to`. */
export interface FilePart {
  number: number;
  from: number;
  to: number;
}

/** A refusal that another attempt does not change. */
export class UploadRefused extends Error {
  override name = "UploadRefused";
}

/** All parts of a file of this size. */
export function partsOf(size: number, partBytes: number): FilePart[] {
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, place) => ({
    number: place + 1,
    from: place * partBytes,
    to: Math.min(size, (place + 1) * partBytes),
  }));
}

/** Pauses between the attempts at one part, which grow from half a second to fifteen. */
const usualPauses = { retries: 6, factor: 2, minTimeout: 500, maxTimeout: 15_000, randomize: true };
export type Pauses = Partial<typeof usualPauses>;

interface Sending {
  size: number;
  open: OpenUpload;
  send(part: FilePart, onSent: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  /** All bytes that the server has or is being sent. */
  onSent(bytes: number): void;
  signal: AbortSignal;
  pauses?: Pauses | undefined;
}

/**
 * Sends the parts that the server lacks, a few at once, each with several attempts. Throws the error of the first part
 * that could not be sent; the others are stopped.
 */
export async function sendParts({ size, open, send, onSent, signal, pauses = usualPauses }: Sending): Promise<void> {
  const all = partsOf(size, open.partBytes);
  const present = new Set(open.parts);
  const sent = new Map(all.map(({ number, from, to }) => [number, present.has(number) ? to - from : 0]));
  const note = (part: number, bytes: number) => {
    sent.set(part, bytes);
    onSent([...sent.values()].reduce((sum, one) => sum + one, 0));
  };
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const missing = all.filter(({ number }) => !present.has(number)).values();
  const attempt = async (part: FilePart) => {
    note(part.number, 0);
    await send(part, (bytes) => note(part.number, Math.min(bytes, part.to - part.from)), stop);
    note(part.number, part.to - part.from);
  };
  const sendNext = async () => {
    for (const part of missing)
      await pRetry(() => attempt(part), {
        ...pauses,
        signal: stop,
        shouldRetry: ({ error }) => !(error instanceof UploadRefused) && !stop.aborted,
      });
  };
  try {
    await Promise.all(Array.from({ length: partsAtOnce }, sendNext));
  } catch (error) {
    failure.abort();
    throw error;
  }
}
