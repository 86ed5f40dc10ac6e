import type { Figure } from "../figure";
import { type KeptRun, lastRecord } from "./records";

/** More than this share worse is named; less is the noise of a machine. */
const TOLERATED = 0.1;

interface Compared {
  line: string;
  /** The figure's name if it is more than a tenth worse. */
  worse: string | null;
}

/** Each measured figure beside its last record of this scale, and the names of those that are more than a tenth worse. */
export function besideRecords(figures: readonly Figure[], runs: readonly KeptRun[], scale: string): string[] {
  const compared = figures.filter(({ measured }) => measured).map((figure) => compare(figure, runs, scale));
  const failed = [...new Set(figures.flatMap(({ id, measured }) => (measured ? [] : id)))];
  const worse = compared.flatMap(({ worse }) => worse ?? []);
  const outcome =
    worse.length === 0
      ? ["Nothing that was measured is more than a tenth worse than recorded."]
      : [`${worse.length} more than a tenth worse than recorded:`, ...worse.map((name) => `  ${name}`)];
  return [
    `Beside the last record of scale ${scale}:`,
    ...compared.map(({ line }) => `  ${line}`),
    ...(compared.length > 0 ? outcome : []),
    ...(failed.length > 0 ? [`Not compared, because it could not be measured: ${failed.join(", ")}.`] : []),
  ];
}

function compare(figure: Figure, runs: readonly KeptRun[], scale: string): Compared {
  const name = `${figure.id.padEnd(9)}${figure.name}`;
  const last = lastRecord(runs, scale, figure);
  const both = last && sameMeasure(figure, last.kept);
  if (!last || !both) return { line: `${name}: ${shown(figure)}, not recorded yet`, worse: null };
  const share = worsening(figure.better, both.now, both.before);
  const where = `${last.run.commit}, ${last.run.date}`;
  const line = `${name}: ${both.now}${both.unit}, recorded ${both.before}${both.unit} (${where}), ${inWords(share)}`;
  return { line, worse: share > TOLERATED ? line : null };
}

const shown = ({ value, unit, ratio }: Figure) => (ratio === null ? `${value} ${unit}` : `${ratio}x`);

/** The ratios of both, which hold on another machine too; their values where one has no ratio. */
function sameMeasure(now: Figure, before: { value: number | null; ratio: number | null }) {
  if (now.ratio !== null && before.ratio !== null) return { now: now.ratio, before: before.ratio, unit: "x" };
  if (before.value !== null) return { now: now.value, before: before.value, unit: ` ${now.unit}` };
  return undefined;
}

/** By which share a figure got worse; negative when it got better. */
function worsening(better: Figure["better"], now: number, before: number): number {
  if (now === before) return 0;
  return (better === "higher" ? before / now : now / before) - 1;
}

function inWords(share: number): string {
  if (share === Number.POSITIVE_INFINITY) return "worse";
  const percent = Math.round(Math.abs(share) * 100);
  if (percent === 0) return "the same";
  return `${percent} % ${share > 0 ? "worse" : "better"}`;
}
