import { parseArgs } from "node:util";
import { z } from "zod";
import { staffRoles } from "@/lib/staff-roles";
import { email, shortText } from "@/lib/zod";
import { describeProblem, LocalProblem } from "@/local/problem";
import { readDotEnv } from "@/local/settings";

const usage = `Usage:
  npm run staff:add -- --email ADDRESS --name NAME --role ${staffRoles.join("|")}
  npm run staff:suspend -- --email ADDRESS`;

const adding = z.object({ email, name: shortText, role: z.enum(staffRoles) });
const suspending = z.object({ email });

/** The options of a command; throws its usage for others. */
function optionsOf<S extends z.ZodType>(schema: S): z.output<S> {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { email: text, name: text, role: text },
    });
    return schema.parse(values);
  } catch (error) {
    throw new LocalProblem(usage, { cause: error });
  }
}

async function run(command: string | undefined): Promise<void> {
  if (command !== "add" && command !== "suspend") throw new LocalProblem(usage);
  const added = command === "add" ? optionsOf(adding) : null;
  const { email: address } = added ?? optionsOf(suspending);
  await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
  const { addStaff, suspendStaff } = await import("@/modules/platform/staff/operations/accounts");
  const { AppError } = await import("@/server/errors");
  try {
    if (added) {
      const link = await addStaff(added);
      console.log(`${address} is staff (${added.role}). To choose a password within an hour:\n${link}`);
    } else {
      await suspendStaff({ email: address });
      console.log(`${address} is suspended: all sessions have ended.`);
    }
  } catch (error) {
    throw error instanceof AppError ? new LocalProblem(error.message, { cause: error }) : error;
  }
}

readDotEnv();
try {
  await run(process.argv[2]);
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}
// Idle connections would keep the process for half a minute.
process.exit();
