import type { KeptFigure, KeptRun } from "./records";

/** More columns do not fit beside each other; the file has all runs. */
const SHOWN = 6;

/** The page of the documentation that shows the recorded runs. */
export function performancePage(runs: readonly KeptRun[]): string {
  const scales = [...new Set(runs.map(({ scale }) => scale))];
  return [
    "# Figures of the bench over time",
    "",
    "`npm run bench -- --quick --record` measures, adds its figures to `bench/recorded.json` and writes this page from it; do not edit it.",
    "A figure is shown as its value and, where there is one, its ratio to the baseline measured beside it, which means more on another",
    `machine. Of each scale the last ${SHOWN} runs are shown, the newest first. \`npm run bench\` prints what each figure has to reach.`,
    ...scales.flatMap((scale) => sectionOf(scale, runs.filter((run) => run.scale === scale).toReversed())),
    "",
  ].join("\n");
}

function sectionOf(scale: string, newestFirst: readonly KeptRun[]): string[] {
  const shown = newestFirst.slice(0, SHOWN);
  const names = new Map(shown.flatMap(({ figures }) => figures.map((figure) => [keyOf(figure), figure] as const)));
  const rows = [...names].sort(([, a], [, b]) => a.id.localeCompare(b.id, "en", { numeric: true }));
  return [
    "",
    `## Scale ${scale}`,
    "",
    ...shown.map(({ date, commit, machine }) => `- ${date}, \`${commit}\`: ${machine}`),
    "",
    ...tableOf(
      ["figure", ...shown.map(({ date, commit }) => `${date} \`${commit}\``)],
      rows.map(([key, { id, name, unit }]) => [`${id} ${name}, ${unit}`, ...cellsOf(key, shown)]),
    ),
  ];
}

/** A table as the formatter of this repository writes it: each column as wide as its widest cell. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

const keyOf = ({ id, name }: KeptFigure) => `${id} ${name}`;

function cellsOf(key: string, runs: readonly KeptRun[]): string[] {
  return runs.map(({ figures }) => {
    const found = figures.find((figure) => keyOf(figure) === key);
    const ratio = found?.ratio === null || found?.ratio === undefined ? null : `${found.ratio}x`;
    return [found?.value ?? null, ratio].filter((part) => part !== null).join(", ");
  });
}
