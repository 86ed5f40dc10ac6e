import type { Findings } from "../check";
import { checkEffects, checkJobs, checkWrites, drained } from "../stage/effects";
import { uploadedImport } from "../stage/importing";
import type { Stage } from "../stage/stage";
import { makeWorkspace } from "../stage/workspace";
import { Writers } from "../stage/writers";
import { until } from "../until";

const RESUMED_WITHIN_S = 60;
const PATIENCE_MS = 360_000;
const MAX_IMPORTS = 4;
const ROWS = 300;

/**
 * R5: the app is killed repeatedly between commit and delivery, while programs write and imports run. Returns the
 * checks for after the leases of killed processes end.
 */
export async function appKilled(stage: Stage, findings: Findings): Promise<() => Promise<void>> {
  const { app, database, scale } = stage;
  const workspace = await makeWorkspace(stage);
  const names = Array.from({ length: Math.min(MAX_IMPORTS, scale.appKills) }, (_, at) => `file${at + 1}`);
  const imports = await Promise.all(names.map((name) => uploadedImport(workspace, name, ROWS)));
  await Promise.all(imports.map((one) => one.check()));
  const writers = new Writers(workspace, stage.chance);
  writers.start();
  const between: number[] = [];
  for (let kill = 0; kill < scale.appKills; kill++) {
    const wanted = writers.acked + scale.writesPerKill;
    await until(`writers had ${wanted} writes acknowledged`, PATIENCE_MS, () => writers.acked >= wanted);
    await imports[kill]?.start();
    await until("something was committed and not delivered", PATIENCE_MS, async () => (await undelivered()) > 0);
    await app.kill();
    between.push(await undelivered());
    await app.start();
  }
  const lastStart = Date.now();
  await writers.stop();
  const lastWrite = Date.now();
  findings.same("kills between commit and delivery", scale.appKills, between.filter((count) => count > 0).length);
  findings.atLeast("acknowledged writes", scale.appKills * scale.writesPerKill, writers.acked);

  return async () => {
    const doneAt = await drained(database, workspace, { until: lastWrite, withinMs: PATIENCE_MS });
    findings.within("all work done after the last start", RESUMED_WITHIN_S, doneAt - lastStart);
    await checkWrites(findings, database, workspace, writers);
    await checkEffects(findings, database, workspace, writers);
    // The check and the run of each file.
    await checkJobs(findings, database, workspace, { imports: imports.length * 2, accounts: imports.length * ROWS });
  };

  function undelivered(): Promise<number> {
    const waiting = "select count(*) from event_deliveries where tenant_id = $1 and delivered_at is null";
    return database.number(waiting, [workspace.tenantId]);
  }
}
