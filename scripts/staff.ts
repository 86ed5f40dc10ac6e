import { parseArgs } from "node:util";
import { z } from "zod";
import { staffRoles } from "@/lib/staff-roles";
import { email, shortText } from "@/lib/zod";
import { LocalProblem } from "@/local/problem";
import { loadSettings, runCommand } from "./command";

const usage = `Usage:
  npm run staff:add -- --email ADDRESS --name NAME --role ${staffRoles.join("|")}
  npm run staff:suspend -- --email ADDRESS`;

const suspending = z.strictObject({ email });
const adding = suspending.extend({ name: shortText, role: z.enum(staffRoles) });

/** The options of a command; for others an error that says what is wrong, and the usage. */
function optionsOf<S extends z.ZodType>(schema: S): z.output<S> {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args: process.argv.slice(3), options: { email: text, name: text, role: text } });
    return schema.parse(values);
  } catch (error) {
    throw new LocalProblem(`${problemOf(error)}\n${usage}`, { cause: error });
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return error.issues
    .map((issue) =>
      issue.code === "unrecognized_keys"
        ? `This command has no --${issue.keys.join(", --")}.`
        : `--${issue.path.join()}: ${issue.message}`,
    )
    .join("\n");
}

async function run(command: string | undefined): Promise<void> {
  if (command !== "add" && command !== "suspend") throw new LocalProblem(usage);
  const added = command === "add" ? optionsOf(adding) : null;
  const { email: address } = added ?? optionsOf(suspending);
  await loadSettings();
  const { databasePing } = await import("@/server/readiness");
  await databasePing().catch((error: Error) => {
    throw new LocalProblem(`The database of DATABASE_PLATFORM_URL does not answer: ${error.message}`, { cause: error });
  });
  const { addStaff, staffStanding, suspendStaff } = await import(
    "@/modules/platform/operator/staff/operations/accounts"
  );
  const { AppError } = await import("@/server/errors");
  try {
    if (added) {
      const before = await staffStanding(address);
      const link = await addStaff(added);
      console.log(`${address} is staff (${added.role})${before}. To choose a password within an hour:\n${link}`);
    } else {
      await suspendStaff({ email: address });
      console.log(`${address} is suspended: all sessions have ended.`);
    }
  } catch (error) {
    throw error instanceof AppError ? new LocalProblem(error.message, { cause: error }) : error;
  }
}

await runCommand(() => run(process.argv[2]));
