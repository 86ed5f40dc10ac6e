import "server-only";
import { within } from "./patience.ts";

// The proxy is a separate bundle in the same process: it reaches the database through the function that the server
// stored here.
const shared = globalThis as { throughlineSign?: () => Promise<unknown> };
const patienceMs = 3_000;
let asked: Promise<boolean> | undefined;

/** Called once at the start: registers how to check that the database answers. */
export function giveSignBy(sign: () => Promise<unknown>): void {
  shared.throughlineSign = sign;
}

/** Whether the database answers now. Concurrent callers share one answer. */
export function databaseAnswers(): Promise<boolean> {
  asked ??= ask().finally(() => {
    asked = undefined;
  });
  return asked;
}

async function ask(): Promise<boolean> {
  if (!shared.throughlineSign) return true;
  return await within(patienceMs, shared.throughlineSign(), () => new Error("no answer in time")).then(
    () => true,
    () => false,
  );
}
