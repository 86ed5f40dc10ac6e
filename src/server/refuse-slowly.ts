import "server-only";
import { setTimeout as pause } from "node:timers/promises";

const refusedAfterMs = 250;

/**
 * Delays the error for a program that keeps calling: instant answers to thousands of such calls would slow everybody.
 */
export async function refuseSlowly(refuse: () => void): Promise<void> {
  try {
    refuse();
  } catch (error) {
    await pause(refusedAfterMs);
    throw error;
  }
}
