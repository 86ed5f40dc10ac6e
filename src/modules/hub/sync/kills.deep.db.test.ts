import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { APP_ID } from "@/local/providers/hubspot/portals";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type KilledPhase, KilledSync, killedPhases } from "@/test/sync-kills";
import { SyncProcess } from "@/test/sync-process";

// Each kill takes a new process. By hand: `SYNC_KILLS=20 npx vitest run --project deep-db kills`.
const kills = Number(process.env.SYNC_KILLS || 2);
const seed = Number(process.env.PROPERTY_SEED || 1);

let trial: HubSpotTrial;
let game: KilledSync;
let worker: SyncProcess;
/** The steps that each phase took in the last run that nobody killed. */
let steps: Record<string, number> = {};

beforeAll(async () => {
  trial = await hubspotTrial();
  game = await KilledSync.start(trial, seed);
  worker = await next();
});
afterAll(async () => {
  await worker.stop();
  await trial.stop();
});

const next = async () => await new SyncProcess(game.workspace.ctx.tenant.id, trial, String(APP_ID)).ready();

/** Works with a kill at a random step of the phase; false where the phase had fewer steps. */
async function killedIn(phase: KilledPhase): Promise<boolean> {
  await game.makeDue();
  const step = game.step(steps[phase] ?? 8);
  const done = await worker.work({ phase, step });
  if (done) {
    steps = { ...steps, ...done };
    return false;
  }
  worker = await next();
  return true;
}

/** One kill in the phase, with edits on both sides before and after it; then a fresh process finishes. */
async function round(phase: KilledPhase): Promise<boolean> {
  await game.edit();
  await game.prepare(phase);
  // Only a run that was killed while it was sending leaves something to recover.
  if (phase === "recover" && !(await killedIn("push"))) return false;
  if (phase === "recover") await game.edit();
  const isKilled = await killedIn(phase);
  await game.edit();
  await game.makeDue();
  const done = await worker.work(null);
  // The run that was killed has ended; the next one sees what people changed behind its place.
  await game.makeDue();
  await worker.work(null);
  expect(await game.faults(), `${phase}, ${JSON.stringify(steps)}`).toEqual([]);
  steps = { ...steps, ...done };
  return isKilled;
}

test.each(killedPhases)(
  `${kills} kills in the phase "%s" leave no duplicate and lose no edit`,
  async (phase) => {
    let killed = 0;
    for (let tries = 0; killed < kills && tries < kills * 5; tries++) killed += (await round(phase)) ? 1 : 0;
    expect(killed).toBe(kills);
  },
  3_600_000,
);
