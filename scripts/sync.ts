import { LocalProblem } from "@/local/problem";
import { callApp } from "@/local/workflows/call-app";
import { loadSettings, runCommand } from "./command";

/** Makes the app register its functions at the workflow server, by a signed call as from that server. */
async function sync(): Promise<void> {
  const { env } = await loadSettings();
  const url = `${env.INNGEST_SERVE_ORIGIN ?? env.NEXTAUTH_URL}/api/inngest`;
  const sent = { method: "PUT" as const, url, body: "", headers: {} };
  const { status, body } = await callApp(sent, {
    signingKey: env.INNGEST_SIGNING_KEY,
    signal: AbortSignal.timeout(60_000),
  }).catch((error: Error) => {
    throw new LocalProblem(
      `The app does not answer at ${url}: ${error.message}\nStart it first. If it has another address for this machine, set INNGEST_SERVE_ORIGIN to that.`,
      { cause: error },
    );
  });
  if (status !== 200) {
    const inngest = env.INNGEST_BASE_URL ?? "https://api.inngest.com";
    throw new LocalProblem(
      `The app at ${url} could not register at the Inngest server ${inngest} (${status}): ${body.slice(0, 1_000)}\nIf no Inngest server answers there, start it, or set INNGEST_BASE_URL for the app and for this command to the address of yours.`,
    );
  }
  console.log(`The app at ${url} is registered.`);
}

await runCommand(sync);
