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
    throw new LocalProblem(`The app does not answer at ${url}: ${error.message}`, { cause: error });
  });
  if (status !== 200) throw new LocalProblem(`The app at ${url} did not register (${status}): ${body.slice(0, 1_000)}`);
  console.log(`The app at ${url} is registered.`);
}

await runCommand(sync);
