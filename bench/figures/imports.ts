import { foreignPeople } from "@/test/foreign-people";
import { type Figure, judge, rounded } from "../figure";
import { type Load, load, trpcTarget } from "../load/load";
import { watchMemory } from "../load/memory";
import type { Stage } from "../stage";
import { copySeconds, importCsv } from "./import-rows";
import { importOnce } from "./import-run";
import { newWorkspace } from "./new-workspace";

/**
 * P8: an import of accounts compared with COPY of the same rows, and its effect on other requests. Upload and run
 * read, validate, match and write all rows; the preview does the same without saving, and is reported separately.
 */
export async function importFigures(stage: Stage): Promise<Figure[]> {
  const rows = stage.scale.importRows;
  const others = { ...trpcTarget(stage, "opportunities.list", {}), connections: 2 };
  await load(stage, { ...others, seconds: 2 });
  const idle = await load(stage, { ...others, seconds: 5 });
  const copied = await copySeconds(stage, rows);
  const memory = watchMemory(stage.app.pid);
  const alone = await importOnce(stage, { name: "accounts.csv", csv: importCsv(rows, "alone"), rows });
  const grown = await memory.stop();
  const busy = await besideOthers(stage, { ...others, seconds: Math.max(3, Math.ceil(alone.total)) }, rows);
  const worked = alone.upload + alone.run;
  const note = `${rows} rows: upload ${rounded(alone.upload)} s, run ${rounded(alone.run)} s`;
  return [
    judge({
      id: "P8",
      name: "import of accounts, upload and run",
      value: rows / worked,
      unit: "rows/s",
      baseline: rows / copied,
      note: `${note}; baseline is COPY`,
      bar: { of: "ratio", is: "at least", must: 0.1, stretch: 0.25 },
    }),
    judge({
      id: "P8",
      name: "import of accounts, with the preview between them",
      value: rows / alone.total,
      unit: "rows/s",
      baseline: rows / copied,
      note: `${note}, preview ${rounded(alone.check)} s`,
      bar: { of: "ratio", is: "at least", must: 0.1, stretch: 0.25 },
    }),
    judge({
      id: "P8",
      name: "others during an import, p95 of opportunities.list",
      value: busy.p95,
      unit: "ms",
      baseline: idle.p95,
      note: "c=2; baseline without an import",
      bar: { of: "ratio", is: "at most", must: 2, stretch: 1.5 },
    }),
    judge({
      id: "P8",
      name: "memory of the app during an import",
      value: grown,
      unit: "MB more",
      note: "resident, highest seen less what it was before",
      bar: { of: "value", is: "at most", must: 200, stretch: 100 },
    }),
    await peopleFigure(stage, 10_000),
    await peopleFigure(stage, 100_000),
  ];
}

/**
 * People in a workspace that has nothing yet: nearly each has a company and an owner of their own, all of which the
 * import creates.
 */
async function peopleFigure(stage: Stage, rows: number): Promise<Figure> {
  const csv = foreignPeople(rows);
  const options = { missing: { account: "create", owner: "create" } } as const;
  const copied = await copySeconds(stage, rows);
  const taken = await importOnce(await newWorkspace(stage), { name: "people.csv", csv, rows, options });
  return judge({
    id: "P8",
    name: `import of ${rows} people, all new, into a new workspace`,
    value: taken.created / (taken.upload + taken.run),
    unit: "records/s",
    baseline: rows / copied,
    note: `upload ${rounded(taken.upload)} s, preview ${rounded(taken.check)} s, run ${rounded(taken.run)} s, ${taken.created} records; baseline is COPY of accounts`,
    bar: { of: "ratio", is: "at least", must: 0.1, stretch: 0.25 },
  });
}

/** The duration of other requests while a second file of the same size is imported. */
async function besideOthers(stage: Stage, others: Load, rows: number) {
  const going = importOnce(stage, { name: "accounts.csv", csv: importCsv(rows, "beside"), rows });
  const [busy] = await Promise.all([load(stage, others), going]);
  return busy;
}
