import { writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { shutdownSignal } from "@/local/child";
import { describeProblem } from "@/local/problem";
import { type Figure, lineOf, unmeasured } from "./figure";
import { ageFigures } from "./figures/ages";
import { boardFigures } from "./figures/board";
import { fanOutFigures, idleSocketFigures } from "./figures/channels";
import { clockFigures } from "./figures/clock";
import { customFieldFigures } from "./figures/custom-fields";
import { firstLoadFigures } from "./figures/first-load";
import { importFigures } from "./figures/imports";
import { isolationFigures } from "./figures/isolation";
import { depthFigures, listFigures } from "./figures/lists";
import { liveFigures } from "./figures/live";
import { loginFigures } from "./figures/logins";
import { neighbourFigures } from "./figures/neighbour";
import { refusalFigures } from "./figures/refusals";
import { globalFigures, substringFigures } from "./figures/search";
import { statementFigures } from "./figures/statements";
import { typeFigures } from "./figures/types";
import { usageFigures } from "./figures/usage";
import { readOptions } from "./options";
import { openStage, type Stage } from "./stage";

/** Measured on the app as it is served. */
const staged: Record<string, (stage: Stage) => Promise<Figure[]>> = {
  P2: listFigures,
  P3: depthFigures,
  P4: isolationFigures,
  P5: substringFigures,
  P6: globalFigures,
  P8: importFigures,
  P10: boardFigures,
  P12: liveFigures,
  P13: fanOutFigures,
  P14: idleSocketFigures,
  P16: usageFigures,
  P19: firstLoadFigures,
  P23: loginFigures,
  P24: neighbourFigures,
  P25: statementFigures,
  custom: customFieldFigures,
  refusals: refusalFigures,
  // Both leave a large database behind.
  clock: clockFigures,
  ages: ageFigures,
};
/** Measured on the sources alone. */
const unstaged: Record<string, (say: Stage["say"]) => Promise<Figure[]>> = { types: typeFigures };

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
  const { scale, only, out } = readOptions(process.argv.slice(2), [...Object.keys(staged), ...Object.keys(unstaged)]);
  say(`scale ${scale.name}, ${machine()}`);
  const stage = only.some((id) => id in staged) ? await openStage(scale, say) : undefined;
  const figures: Figure[] = [];
  let broken = 0;
  try {
    for (const id of only) {
      const shown = figures.length;
      try {
        figures.push(...((await measured(id, stage)) ?? []));
      } catch (error) {
        broken++;
        figures.push(unmeasured(id, describeProblem(error)));
      }
      for (const figure of figures.slice(shown)) say(lineOf(figure));
    }
  } finally {
    await stage?.stop();
    await writeFile(out, `${JSON.stringify(figures, null, 2)}\n`);
  }
  const missed = figures.filter((figure) => !figure.pass).length;
  say(`${figures.length} figures, ${missed} below must, ${broken} not measured, written to ${out}; ${machine()}`);
  return broken === 0 ? 0 : 1;
}

function measured(id: string, stage: Stage | undefined): Promise<Figure[]> | undefined {
  return stage && id in staged ? staged[id]?.(stage) : unstaged[id]?.(say);
}

/** Other load on the processors: on a busy machine absolute figures mean little, ratios more. */
function machine(): string {
  return `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
}
