import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FieldKind } from "@/lib/fields/field";
import { nouns } from "@/lib/nouns/all";
import { startNode } from "@/local/child";
import { loomWarranty } from "../form/warranty";
import type { Outcome } from "../test/outcome";
import { commit, copyWholeTree, type Edit, takeOut } from "../trees/copy";
import { git } from "../trees/git";
import { entries } from "./entries.fixture";
import { madeKinds, neverNeeded } from "./spec";

let folder: string;
beforeAll(() => {
  folder = copyWholeTree();
  commit(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const changed = () => git(folder, "status", "--porcelain", "--untracked-files=all").split("\n").filter(Boolean);

async function node(args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  return await startNode(args, { env: { NO_COLOR: "1", ...env }, show: false, cwd: folder }).ended;
}

const newNoun = (...args: string[]) => node(["--import", "tsx", "scripts/new-noun.ts", ...args]);

/** Programs of packages end with 0, or the test shows their words. */
async function passes(program: string, ...args: string[]): Promise<void> {
  const { code, output } = await node([join("node_modules", program), ...args]);
  expect(code === 0 ? "" : output).toBe("");
}

/** Runs tests of the copy; `words` are in the titles of those that run. Returns how many passed. */
async function tested(project: string, files: readonly string[], words?: RegExp): Promise<number> {
  const totals = join(folder, "node_modules", "totals.json");
  const only = words ? ["--testNamePattern", words.source] : [];
  const reporters = ["--reporter=default", "--reporter=./scripts/test/vitest-totals.ts"];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters, ...only, ...files];
  const { output } = await node(args, { TEST_TOTALS: totals });
  const { passed, failed } = JSON.parse(readFileSync(totals, "utf8")) as Outcome;
  expect(failed === 0 ? "" : output).toBe("");
  return passed;
}

describe("a noun that cannot be made", () => {
  const fields = "name:text! owner:member";

  it.each([
    ["that there is", ["crm/products", fields], "There is something called products already."],
    ["whose folder there is", ["crm/pipelines", fields], "There is something called pipelines already."],
    ["whose page there is", ["crm/settings", fields], "There is something called settings already."],
    [
      "whose page of the settings there is",
      ["--settings", "crm/jobs", "name:text!"],
      "There is something called jobs already.",
    ],
    [
      "whose records need a name in the settings",
      ["--settings", "crm/regions", "day:date!"],
      'begins with "name:text!"',
    ],
    [
      "that points to none",
      ["crm/kite-molds", "name:text! of:gryphon"],
      "gryphon is neither a kind of field nor a noun.",
    ],
  ])("%s is refused, and nothing is written", async (_, args, words) => {
    const { code, output } = await newNoun(...args);
    expect(output).toContain(words);
    expect(code).toBe(1);
    expect(changed()).toEqual([]);
  });

  it("because a step fails after its migration was written leaves nothing behind", async () => {
    writeFileSync(join(folder, "scripts/generate.mjs"), 'throw new Error("This machine is full.");\n');
    commit(folder);
    const { code, output } = await newNoun("crm/kite-molds", fields);
    expect(output).toContain("This machine is full.");
    expect(code).toBe(1);
    expect(changed()).toEqual([]);
    git(folder, "reset", "--quiet", "--hard", "HEAD~1");
  });

  it("in a work tree with changes is refused, and nothing more is written", async () => {
    writeFileSync(join(folder, "note.txt"), "mine");
    const { code, output } = await newNoun("crm/kite-molds", fields);
    expect(output).toContain("Commit or stash them first.");
    expect(code).toBe(1);
    expect(changed()).toEqual(["?? note.txt"]);
    rmSync(join(folder, "note.txt"));
  });
});

/** One field of a kind, as the command is asked for it. */
function fieldOf(kind: FieldKind, needed: boolean): string {
  const ways: Partial<Record<FieldKind, string>> = {
    choice: "choice(first,second)",
    choices: "choices(first,second,third)",
    links: "links(account,contact)",
    reference: needed ? "kilnFiring" : "account",
  };
  return `${kind}Given:${ways[kind] ?? kind}${needed && !neverNeeded.includes(kind) ? "!" : ""}`;
}
const everyKind = (needed: boolean) => madeKinds.map((kind) => fieldOf(kind, needed)).join(" ");

const untitled =
  "title:text! serial:text value:money endsOn:date covered:boolean level:choice(basic,plus,gold) account:account owner:member parent:orchardVisit notes:longText units:integer hours:duration";

interface Made {
  module: "crm" | "pmo";
  path: string;
  /** Those of the command. */
  options?: readonly string[];
  fields: string;
  edits?: readonly Edit[];
}

/** Nouns under names that no contributor takes, so that theirs never stand in the way. */
const made: readonly Made[] = [
  { module: "crm", path: "kiln-firings", fields: `name:text! ${everyKind(false)} parent:kilnFiring owner:member` },
  {
    module: "pmo",
    path: "harbor-people",
    options: ["--one", "harbor-person"],
    fields: `name:text! parent:harborPerson ${everyKind(true)}`,
  },
  // Nobody names the records of these two.
  { module: "crm", path: "orchard-visits", fields: untitled },
  {
    module: "pmo",
    path: "barge-trips",
    fields: "day:date! note:longText account:account about:links(contact,harborPerson)",
  },
  { module: "crm", path: "frost-zones", options: ["--settings"], fields: "name:text! note:longText" },
];
const theirs =
  /[kK]iln.?[fF]iring|[hH]arbor.?[pP]e|[oO]rchard.?[vV]isit|[bB]arge.?[tT]rip|[fF]rost.?[zZ]one|[lL]oom.?[wW]arrant/;
const folderOf = ({ module, path }: Made) => `src/modules/${module}/${path}`;
const claimTest = "src/modules/crm/loom-warranties/claim.db.test.ts";

/** The beginning of a word, in any case. */
const begins = (word: string) => word.replace(/^./, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
const others = Object.values(nouns).map(({ one }) => begins(one.replace(/y$/, "").replaceAll(" ", ".?")));
/** Titles of tests about these nouns, or about all nouns at once: those name no noun. */
const aboutThem = new RegExp(`${theirs.source}|^(?!.*(?:${others.join("|")}))`);

async function make(noun: Made): Promise<void> {
  const { code, output } = await newNoun(...(noun.options ?? []), `${noun.module}/${noun.path}`, noun.fields);
  expect(code === 0 ? "" : output).toBe("");
  expect(changed().some((line) => line.includes(`${folderOf(noun)}/fields.ts`))).toBe(true);
  for (const edit of noun.edits ?? []) takeOut(edit, folder);
  commit(folder);
}

describe("nouns with fields of every kind", () => {
  beforeAll(async () => {
    for (const noun of made) await make(noun);
  });

  it("pass every unit test of the product, with nothing edited", async () => {
    expect(await tested("unit", ["src/", "prisma/", "scripts/form/", "scripts/new-noun/"])).toBeGreaterThan(3_500);
  });

  // After the unit tests: `scripts/form` makes the same noun.
  it("stand beside a warranty with the edits of the guide", async () => {
    await make({ module: "crm", ...loomWarranty });
    copyFileSync("scripts/form/claim.db.test.txt", join(folder, claimTest));
  });

  it("have right types", () => passes("typescript/bin/tsc", "--noEmit", "-p", "."));

  it("are written as the linter wants them", () => passes("@biomejs/biome/bin/biome", "ci"));

  it("leave no dead code", () =>
    passes("knip/bin/knip.js", "--no-progress", "--production", "--include", "files,exports,types"));

  it("pass the database tests of every noun", async () => {
    expect(await tested("db", ["src/test/"], aboutThem)).toBeGreaterThan(1_000);
  });

  it("pass the deep tests of every noun, in full", async () => {
    expect(await tested("deep-db", ["src/test/"], theirs)).toBeGreaterThan(800);
  });

  it("pass all other tests that name them, and those that they begin with; a warranty is claimed, counted and dated", async () => {
    const names = new RegExp(`${theirs.source}|warrant`);
    expect(await tested("db", ["src/modules/", "src/server/"], names)).toBeGreaterThan(10);
  });

  it("may have parts", async () => {
    for (const edit of entries) takeOut(edit, folder);
    const command = ["--import", "tsx", "--conditions=react-server", "scripts/db.ts", "new", "add_kiln_firing_entries"];
    for (const args of [command, ["scripts/generate.mjs"]]) {
      const { code, output } = await node(args);
      expect(code === 0 ? "" : output).toBe("");
    }
    expect(await tested("db", ["src/test/parts.db.test.ts"], /kiln_firing_entries/)).toBe(9);
  });
});
