import "server-only";
import { within } from "./patience.ts";

// The proxy is a bundle of its own in the same process: it reaches the database through what the server left here.
const shared = globalThis as { throughlineSign?: () => Promise<unknown> };
const patienceMs = 3_000;
let asked: Promise<boolean> | undefined;

/** Called once at the start: how the database is asked whether it is there. */
export function giveSignBy(sign: () => Promise<unknown>): void {
  shared.throughlineSign = sign;
}

/** Whether the database answers now. Who asks meanwhile gets the same answer. */
export function databaseAnswers(): Promise<boolean> {
  asked ??= ask().finally(() => {
    asked = undefined;
  });
  return asked;
}

async function ask(): Promise<boolean> {
  if (!shared.throughlineSign) return true;
  return await within(patienceMs, shared.throughlineSign(), () => new Error("no sign in time")).then(
    () => true,
    () => false,
  );
}
