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

/** The process of the engine; `start.ts` starts it and says how in WORKFLOWS_OPTIONS. */
try {
  const options = JSON.parse(setting("WORKFLOWS_OPTIONS") ?? "") as EngineOptions;
  const engine = await startEngine(options, (text) => console.error(`[workflows] ${text}`));
  const reason = await Promise.race([engine.lost, shutdownSignal()]);
  if (reason !== undefined) throw new LocalProblem(`It cannot go on: ${reason}.`);
  await engine.stop();
  process.exit();
} catch (error) {
  end(error);
}
