import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { shutdownSignal } from "@/local/child";
import { describeProblem } from "@/local/problem";
import { dataDir } from "@/local/settings";
import type { Scale } from "./data/scale";
import { type Figure, lineOf } from "./figure";
import { activityFigures } from "./figures/activities";
import { ageFigures } from "./figures/ages";
import { batchFigures } from "./figures/batch";
import { boardFigures, boardPageFigures } from "./figures/board";
import { bulkFigures } from "./figures/bulk";
import { fanOutFigures, idleSocketFigures } from "./figures/channels";
import { clockFigures } from "./figures/clock";
import { coldStartFigures } from "./figures/cold-start";
import { contactFigures } from "./figures/contact";
import { customFieldFigures } from "./figures/custom-fields";
import { dayFigures } from "./figures/day";
import { exportFigures } from "./figures/exports";
import { firstLoadFigures } from "./figures/first-load";
import { firstPageFigures } from "./figures/first-page";
import { homeFigures } from "./figures/home";
import { importFigures } from "./figures/imports";
import { isolationFigures, planFigures } from "./figures/isolation";
import { depthFigures, listFigures } from "./figures/lists";
import { liveFigures } from "./figures/live";
import { loginFigures } from "./figures/logins";
import { neighbourFigures } from "./figures/neighbour";
import { projectFigures } from "./figures/projects";
import { refusalFigures } from "./figures/refusals";
import { scrollFigures } from "./figures/scrolling";
import { globalFigures, substringFigures } from "./figures/search";
import { statementFigures } from "./figures/statements";
import { timelineFigures } from "./figures/timeline";
import { typeFigures } from "./figures/types";
import { usageFigures } from "./figures/usage";
import { viewFigures } from "./figures/views";
import { webVitalFigures } from "./figures/web-vitals";
import { besideRecords } from "./history/compare";
import { measuredCommit, recordRun } from "./history/record-run";
import { readRuns } from "./history/records";
import { readOptions } from "./options";
import { attempt, outcomeOf } from "./outcome";
import { openStage, type Stage } from "./stage";

const lists = async (stage: Stage) => [...(await listFigures(stage)), ...(await viewFigures(stage))];

/** Measured on the app as it is served. */
const staged: Record<string, (stage: Stage) => Promise<Figure[]>> = {
  P1: contactFigures,
  P2: lists,
  P3: depthFigures,
  P4: isolationFigures,
  P5: substringFigures,
  P6: globalFigures,
  P8: importFigures,
  P9: exportFigures,
  P10: boardFigures,
  P11: scrollFigures,
  P12: liveFigures,
  P13: fanOutFigures,
  P14: idleSocketFigures,
  P16: usageFigures,
  P17: firstPageFigures,
  P18: coldStartFigures,
  P19: firstLoadFigures,
  P21: webVitalFigures,
  P22: batchFigures,
  P23: loginFigures,
  P24: neighbourFigures,
  P25: statementFigures,
  P29: bulkFigures,
  P30: timelineFigures,
  activities: activityFigures,
  day: dayFigures,
  home: homeFigures,
  custom: customFieldFigures,
  projects: projectFigures,
  refusals: refusalFigures,
  // Both leave a large database behind.
  clock: clockFigures,
  ages: ageFigures,
};
/** Measured on the sources alone. */
const unstaged: Record<string, (say: Stage["say"]) => Promise<Figure[]>> = { types: typeFigures };
/** A quick run, for before each feature is finished: at most four minutes, with the same measurements as a whole run. */
const quickly: typeof staged = {
  P2: lists,
  P4: planFigures,
  P6: globalFigures,
  P10: boardPageFigures,
  P19: firstLoadFigures,
  P25: statementFigures,
};

const started = Date.now();
const say = (text: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1)} s] ${text}`);

// A figure that misses its bar is a result: only a bench that could not measure exits with 1.
const interrupted = shutdownSignal().then(() => 130);
const work = run().catch((error: unknown) => {
  console.error(describeProblem(error));
  return 1;
});
process.exit(await Promise.race([work, interrupted]));

async function run(): Promise<number> {
  const ids = { all: [...Object.keys(staged), ...Object.keys(unstaged)], quick: Object.keys(quickly) };
  const {
    scale,
    only,
    out = join(dataDir(), "bench", "quick.json"),
    ...mode
  } = readOptions(process.argv.slice(2), ids);
  const place = { scale: scale.name, date: new Date().toISOString().slice(0, 10), machine: machine() };
  const commit = mode.record ? measuredCommit() : null;
  say(`scale ${scale.name}, ${place.machine}`);
  const figures: Figure[] = [];
  const stage = await stageFor(only, scale);
  try {
    for (const id of only) {
      const found = await attempt(id, () => measure(id, stage, mode.quick ? quickly : staged));
      figures.push(...found);
      for (const figure of found) say(lineOf(figure));
    }
  } finally {
    if (stage && !(stage instanceof Error)) await stage.stop();
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, `${JSON.stringify(figures, null, 2)}\n`);
  }
  for (const line of besideRecords(figures, await readRuns(), scale.name)) console.log(line);
  const { text, code } = outcomeOf(figures);
  say(`${text}; written to ${out}; ${machine()}`);
  if (commit) await recordRun(figures, { commit, ...place });
  return code;
}

/** The stage if a figure needs one; if it cannot be opened, the reason, which each of those figures then has. */
async function stageFor(only: readonly string[], scale: Scale): Promise<Stage | Error | undefined> {
  if (!only.some((id) => id in staged)) return undefined;
  return await openStage(scale, say).catch(asError);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function measure(id: string, stage: Stage | Error | undefined, onStage: typeof staged): Promise<Figure[]> {
  const ofStage = onStage[id];
  if (!ofStage) return (await unstaged[id]?.(say)) ?? [];
  if (stage === undefined || stage instanceof Error) throw stage ?? new Error("There is no stage.");
  return await ofStage(stage);
}

/** Other load on the processors: on a busy machine absolute figures mean little, ratios more. */
function machine(): string {
  return `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
}
