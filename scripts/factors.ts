import { parseArgs } from "node:util";
import { z } from "zod";
import { email, shortText } from "@/lib/zod";
import { LocalProblem } from "@/local/problem";
import { loadSettings, runCommand } from "./command";

const usage = `Usage:
  npm run factors:reset -- --email ADDRESS --reason TEXT [--staff]
Check first that the person is who they say (docs/guides/operators.md). --staff is for accounts of staff.`;

const options = z.object({ email, reason: shortText, staff: z.boolean().default(false) });

function read(): z.output<typeof options> {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { email: text, reason: text, staff: { type: "boolean" } } });
    return options.parse(values);
  } catch (error) {
    throw new LocalProblem(usage, { cause: error });
  }
}

async function run(): Promise<void> {
  const reset = read();
  await loadSettings();
  const { resetFactors } = await import("@/modules/platform/identity/auth/operations/reset-factors");
  const { AppError } = await import("@/server/errors");
  try {
    const sessions = await resetFactors(reset);
    console.log(`${reset.email} has no second factor now, and was told by mail. Sessions ended: ${sessions}.`);
  } catch (error) {
    throw error instanceof AppError ? new LocalProblem(error.message, { cause: error }) : error;
  }
}

await runCommand(run);
