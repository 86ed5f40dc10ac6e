import type { Findings } from "../check";
import { askDoors } from "../stage/doors";
import { checkEffects, checkWrites, drained } from "../stage/effects";
import { signIn } from "../stage/session";
import type { Stage } from "../stage/stage";
import { makeWorkspace } from "../stage/workspace";
import { Writers } from "../stage/writers";
import { until } from "../until";

const RECOVERED_WITHIN_S = 10;
const EFFECTS_WITHIN_S = 60;
const PATIENCE_MS = 360_000;

/** R6: PostgreSQL is killed under load and restarted; the app stays. Returns the checks for after its leases. */
export async function databaseKilled(stage: Stage, findings: Findings): Promise<() => Promise<void>> {
  const { database, scale } = stage;
  const workspace = await makeWorkspace(stage);
  const writers = new Writers(workspace, stage.chance);
  writers.start();
  const session = await signIn(stage, workspace.owner.email);
  const ask = () => askDoors(stage, session, workspace.slug);
  const took: number[] = [];
  const away = new Set<string>();
  const leaks: string[] = [];
  for (let kill = 1; kill <= scale.databaseKills; kill++) {
    const wanted = writers.acked + scale.writesPerKill;
    await until(`writers had ${wanted} writes acknowledged`, PATIENCE_MS, () => writers.acked >= wanted);
    const refused = writers.refusals;
    await database.kill();
    await until("the app says that it cannot write now", PATIENCE_MS, () => writers.refusals >= refused + 8);
    const answers = await ask();
    away.add(answers.statuses);
    leaks.push(...answers.leaks);
    await database.startAgain();
    const back = performance.now();
    await until("page and screens are answered again", PATIENCE_MS, async () => (await ask()).statuses === "200 200");
    await until("a write is acknowledged again", PATIENCE_MS, () => writers.lastAckedAt > back);
    took.push(performance.now() - back);
  }
  await writers.stop();
  findings.within("slowest return to work, without a restart of the app", RECOVERED_WITHIN_S, Math.max(...took));
  const others = [...writers.statuses.keys()].filter((status) => status !== 503 && status !== 200 && status !== 201);
  findings.atLeast("answers 503 meanwhile", 1, writers.statuses.get(503) ?? 0);
  findings.none("other answers", others);
  findings.none("answers that are not in our form", writers.odd);
  findings.same("a page and a call of the screens meanwhile", "503 503", [...away].join(", "));
  findings.none("words of our inside in them", leaks);
  const lastBack = Date.now();
  return async () => {
    const doneAt = await drained(database, workspace, { until: lastBack, withinMs: PATIENCE_MS });
    findings.within("all effects there after the last return", EFFECTS_WITHIN_S, doneAt - lastBack);
    await checkWrites(findings, database, workspace, writers);
    await checkEffects(findings, database, workspace, writers);
  };
}
