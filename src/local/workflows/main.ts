import { shutdownSignal } from "../child";
import { describeProblem, LocalProblem } from "../problem";
import { setting } from "../settings";
import { startEngine } from "./engine";
import type { EngineOptions } from "./engine-options";

const end = (error: unknown) => {
  console.error(`[workflows] ${describeProblem(error)}`);
  process.exit(1);
};
process.on("uncaughtException", end);

/** The process of the engine; `start.ts` starts it and passes the options in WORKFLOWS_OPTIONS. */
try {
  const options = JSON.parse(setting("WORKFLOWS_OPTIONS") ?? "") as EngineOptions;
  const engine = await startEngine(options, (text) => console.error(`[workflows] ${text}`));
  const reason = await Promise.race([engine.lost, shutdownSignal()]);
  if (reason !== undefined) throw new LocalProblem(`The workflow engine cannot continue: ${reason}.`);
  await engine.stop();
  process.exit();
} catch (error) {
  end(error);
}
