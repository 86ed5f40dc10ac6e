import { describeProblem, LocalProblem } from "@/local/problem";
import { readDotEnv } from "@/local/settings";

/** The settings of the app; a wrong one ends the command with a sentence. Its modules read them when they are loaded. */
export async function loadSettings(): Promise<typeof import("@/env")> {
  return await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
}

/** Runs a command with the variables of `.env`, and ends the process: with 1 and a sentence when the work fails. */
export async function runCommand(work: () => Promise<void>): Promise<never> {
  readDotEnv();
  try {
    await work();
  } catch (error) {
    console.error(describeProblem(error));
    process.exitCode = 1;
  }
  // Idle connections would keep the process for half a minute.
  process.exit();
}
