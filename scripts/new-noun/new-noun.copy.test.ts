import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FieldKind } from "@/lib/fields/field";
import { startNode } from "@/local/child";
import { warranty } from "../form/warranty";
import type { Outcome } from "../test/outcome";
import { commit, copyWholeTree, type Edit, git, takeOut } from "../trees/copy";
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
    ["that points to none", ["crm/widgets", "name:text! of:gadget"], "gadget is neither a kind of field nor a noun."],
  ])("%s is refused, and nothing is written", async (_, args, words) => {
    const { code, output } = await newNoun(...args);
    expect(output).toContain(words);
    expect(code).toBe(1);
    expect(changed()).toEqual([]);
  });

  it("because a step fails after its migration was written leaves nothing behind", async () => {
    writeFileSync(join(folder, "scripts/generate.mjs"), 'throw new Error("This machine is full.");\n');
    commit(folder);
    const { code, output } = await newNoun("crm/widgets", fields);
    expect(output).toContain("This machine is full.");
    expect(code).toBe(1);
    expect(changed()).toEqual([]);
    git(folder, "reset", "--quiet", "--hard", "HEAD~1");
  });

  it("in a work tree with changes is refused, and nothing more is written", async () => {
    writeFileSync(join(folder, "note.txt"), "mine");
    const { code, output } = await newNoun("crm/widgets", fields);
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
    reference: needed ? "costCenter" : "account",
  };
  return `${kind}Given:${ways[kind] ?? kind}${needed && !neverNeeded.includes(kind) ? "!" : ""}`;
}
const everyKind = (needed: boolean) => madeKinds.map((kind) => fieldOf(kind, needed)).join(" ");

/** The first has an owner and nothing else that it needs; the second points to it, and needs all. */
const made: readonly { path: string; args: readonly string[]; edits?: readonly Edit[] }[] = [
  { path: "cost-centers", args: ["crm/cost-centers", `name:text! ${everyKind(false)} owner:member`] },
  { path: "people", args: ["--one", "person", "crm/people", `name:text! parent:person ${everyKind(true)}`] },
  // Nobody names a visit.
  { path: "visits", args: ["crm/visits", "day:date! note:longText account:account about:links(contact,person)"] },
  { path: "sales-regions", args: ["--settings", "crm/sales-regions", "name:text! note:longText"] },
  warranty,
];
const theirs = /[cC]ost.?[cC]enter|[pP]erson|people|People|[vV]isit|[sS]ales.?[rR]egion|[wW]arrant/;

const warrantyTest = "src/modules/crm/warranties/claim.db.test.ts";

describe("nouns with fields of every kind", () => {
  beforeAll(async () => {
    for (const { path, args, edits = [] } of made) {
      const { code, output } = await newNoun(...args);
      expect(code === 0 ? "" : output).toBe("");
      expect(changed().some((line) => line.includes(`src/modules/crm/${path}/fields.ts`))).toBe(true);
      for (const edit of edits) takeOut(edit, folder);
      commit(folder);
    }
    copyFileSync("scripts/form/claim.db.test.txt", join(folder, warrantyTest));
  });

  it("have right types", () => passes("typescript/bin/tsc", "--noEmit", "-p", "."));

  it("are written as the linter wants them", () => passes("@biomejs/biome/bin/biome", "ci"));

  it("keep the rules of the tree, and stand in its lists, documents and API", async () => {
    const files = ["structure", "registry", "documents", "guides", "openapi"];
    expect(
      await tested(
        "unit",
        files.map((name) => `src/test/${name}.test.ts`),
      ),
    ).toBeGreaterThan(50);
  });

  it("pass the generic database tests and those that they begin with; a warranty is claimed, counted and dated", async () => {
    const files = [
      "derived",
      "fields",
      "found-by-filter",
      "hidden-records",
      "isolation",
      "links",
      "notices",
      "noun-imports",
      "permissions",
      "races",
      "relations",
      "scopes",
      "settings",
      "states",
      "trees",
    ];
    const doors = ["naughty-numbers", "naughty-strings", "openapi", "row-security", "scoped-client"];
    const paths = [...files, ...doors.map((name) => `tenancy/${name}`)].map((name) => `src/test/${name}.db.test.ts`);
    const first = made.map(({ path }) => `src/modules/crm/${path}/${path}.db.test.ts`);
    const all = [...paths, ...first, warrantyTest];
    const passed = await tested("db", all, new RegExp(`${theirs.source}|every tenant table|stands in the table`));
    expect(passed).toBeGreaterThan(550);
  });

  it("may have parts", async () => {
    for (const edit of entries) takeOut(edit, folder);
    const command = ["--import", "tsx", "--conditions=react-server", "scripts/db.ts", "new", "add_cost_center_entries"];
    for (const args of [command, ["scripts/generate.mjs"]]) {
      const { code, output } = await node(args);
      expect(code === 0 ? "" : output).toBe("");
    }
    expect(await tested("db", ["src/test/parts.db.test.ts"], /cost_center_entries/)).toBe(9);
  });
});
