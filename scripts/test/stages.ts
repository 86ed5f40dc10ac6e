import { dirname } from "node:path";
import { nextCommand } from "@/local/child";
import type { Area } from "./areas";
import { type Outcome, sum } from "./outcome";
import { budget, build, check, drills, playwright, type StageRun, vitest, whole } from "./runners";
import { inFull, inPart, testFiles } from "./test-files";

/** One stage of a run; named files limit the `narrowed` ones. */
export type Stage = { key: string; title: string; narrowed?: true; run(run: StageRun): Promise<Outcome> };

const TYPES = ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."];
const LINT = ["node_modules/@biomejs/biome/bin/biome", "ci"];
const DEAD = ["node_modules/knip/bin/knip.js", "--no-progress"];
/** Leaves tests out: code that only they use is dead, unless its doc comment says @internal. */
const DEAD_WITHOUT_TESTS = [...DEAD, "--production", "--include", "files,exports,types,nsExports,nsTypes,enumMembers"];

/** The projects of tests without a database that every change does without. */
const DEEP_UNIT = ["copy", "deep", "local"];

/** The stages of `npm test`, in their order. */
export const STAGES: Stage[] = [
  {
    key: "checks",
    title: "types, lint, dead code",
    run: async (run) => {
      const generated = await check(run, [["scripts/generate.mjs"], [nextCommand(), "typegen"]]);
      if (generated.failed > 0) return generated;
      return sum(await Promise.all([TYPES, LINT, DEAD_WITHOUT_TESTS].map((one) => check(run, [one]))));
    },
  },
  {
    key: "unit",
    title: "unit tests",
    narrowed: true,
    run: (run) => vitest(run, { projects: ["unit"], elsewhere: DEEP_UNIT }),
  },
  {
    key: "db",
    title: "database tests",
    narrowed: true,
    run: (run) => vitest(run, { projects: ["db"], elsewhere: ["deep-db"] }),
  },
  { key: "build", title: "build", run: (run) => build(run, { minify: false }) },
  { key: "browser", title: "browser journeys", narrowed: true, run: (run) => playwright(run, ["--grep=@journey"]) },
];

/** The stages of `npm run test:deep`: all that `npm test` leaves out. */
export const DEEP_STAGES: Stage[] = [
  { key: "dead", title: "dead code and tests", run: (run) => whole(run, () => check(run, [DEAD])) },
  {
    key: "unit",
    title: "deep unit tests",
    narrowed: true,
    // The tests of copies start other programs and wait for them, so the others run beside them.
    run: (run) => vitest(run, { projects: DEEP_UNIT, elsewhere: ["unit"] }),
  },
  {
    key: "db",
    title: "deep database tests",
    narrowed: true,
    run: (run) => vitest(run, { projects: ["deep-db"], elsewhere: ["db"] }),
  },
  { key: "build", title: "build", run: (run) => build(run, { minify: true }) },
  { key: "budget", title: "first load of pages", run: (run) => whole(run, budget) },
  { key: "drills", title: "drills", run: (run) => whole(run, drills) },
  { key: "browser", title: "browser tests", narrowed: true, run: (run) => playwright(run, []) },
];

/** The browser tests of an area; a module leaves those of its folders to their areas. */
export function browserTestsOf({ folders, isModule }: Area): string[] {
  const inside = (file: string) =>
    isModule ? folders.includes(`${dirname(file)}/`) : folders.some((folder) => file.startsWith(folder));
  return testFiles().filter((file) => file.startsWith("e2e/") && inside(file));
}

/**
 * The stages of a run of one area: all of its own tests, and the generic tests of its nouns. Those of a module run as in
 * `npm test`: the areas of its folders, and the whole run, have them in full.
 */
export function stagesOf(area: Area): Stage[] {
  const { folders, named, nouns, isModule } = area;
  const all = testFiles();
  const isNamed = (file: string) => /^(src\/test|prisma\/seed)\//.test(file) && named.test(file);
  const own = inFull(all.filter((file) => folders.some((folder) => file.startsWith(folder)) || isNamed(file)));
  const inBrowser = browserTestsOf(area);
  const withDatabase = own.filter((file) => file.includes(".db.test."));
  const units = own.filter((file) => !file.startsWith("e2e/") && !withDatabase.includes(file));
  const generic = (isModule ? inPart(all) : inFull(all)).filter(
    (file) => file.startsWith("src/test/") && file.includes(".db.test."),
  );
  const databases = ["db", "deep-db"];
  const stages: (Stage & { files: string[] })[] = [
    {
      key: "unit",
      title: "unit tests",
      files: units,
      run: (run) => vitest(run, { projects: ["unit", ...DEEP_UNIT] }),
    },
    { key: "db", title: "database tests", files: withDatabase, run: (run) => vitest(run, { projects: databases }) },
    {
      key: "generic",
      title: "generic tests",
      files: nouns ? generic : [],
      run: (run) => vitest(run, { projects: databases, titles: nouns }),
    },
    // The build of `npm test` serves too; a whole run tries the minified one.
    { key: "build", title: "build", files: inBrowser, run: (run) => build(run, { minify: false }) },
    { key: "browser", title: "browser tests", files: inBrowser, run: (run) => playwright(run, []) },
  ];
  return stages
    .filter(({ files }) => files.length > 0)
    .map(({ files, ...stage }) => ({ ...stage, run: (run) => stage.run({ ...run, files, isArea: true }) }));
}
