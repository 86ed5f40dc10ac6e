import { counted, plainLocale } from "@/lib/counted";
import { LocalProblem } from "@/local/problem";
import { loadSettings, runCommand } from "./command";

const secrets = { one: "secret", many: "secrets" };

/** Seals the secrets of the former key under the new one, and says whether the former key may be taken away. */
async function run(): Promise<void> {
  await loadSettings();
  const { resealSecrets } = await import("@/modules/platform/identity/auth/operations/reseal");
  const { resealConnections } = await import("@/modules/hub/connections/operations/reseal");
  const [factors, tokens] = [await resealSecrets(), await resealConnections()];
  const [resealed, lost] = [factors.resealed + tokens.resealed, factors.lost + tokens.lost];
  if (lost > 0)
    throw new LocalProblem(
      `${counted(resealed, secrets, plainLocale)} resealed. ${counted(lost, secrets, plainLocale)} cannot be opened: set ENCRYPTION_KEY_OLD to the key under which they were sealed, and run this again.`,
    );
  console.log(
    `${counted(resealed, secrets, plainLocale)} resealed. All are under ENCRYPTION_KEY: ENCRYPTION_KEY_OLD may be removed.`,
  );
}

await runCommand(run);
