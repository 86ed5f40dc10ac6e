import { counted } from "@/lib/counted";
import { describeProblem, LocalProblem } from "@/local/problem";
import { readDotEnv } from "@/local/settings";

const secrets = { one: "secret", many: "secrets" };

/** Seals the secrets of the former key under the new one, and says whether the former key may be taken away. */
async function run(): Promise<void> {
  await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
  const { resealSecrets } = await import("@/modules/platform/auth/operations/reseal");
  const { resealed, lost } = await resealSecrets();
  if (lost > 0)
    throw new LocalProblem(
      `${counted(resealed, secrets)} resealed. ${counted(lost, secrets)} cannot be opened: set ENCRYPTION_KEY_OLD to the key under which they were sealed, and run this again.`,
    );
  console.log(
    `${counted(resealed, secrets)} resealed. All are under ENCRYPTION_KEY: ENCRYPTION_KEY_OLD may be removed.`,
  );
}

readDotEnv();
try {
  await run();
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}
// Idle connections would keep the process for half a minute.
process.exit();
