import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readSpec } from "../new-noun/spec";
import { textsOf } from "../new-noun/texts";
import { type Edit, takeOut } from "../trees/copy";
import type { FormFigure } from "./figures";
import { formatted } from "./synthetic";

const folder = "src/modules/crm/loom-warranties";
const heads = "src/lib/nouns/crm.ts";

/**
 * A noun with a verb, states, a computed date and a tab, made as docs/guides/contributors.md says. It has another name
 * than there, and other columns: a contributor's own warranties may stand in the tree already.
 */
export const loomWarranty: { path: string; fields: string; edits: readonly Edit[] } = {
  path: "loom-warranties",
  fields:
    "name:text! account:account! from:date! months:integer! until:date reason:longText status:choice(active,claimed,settled)!",
  edits: [
    {
      file: "docs/guides/users.md",
      take: "From, Months, Until, Reason, Status, Deleted",
      put: "From, Months, Reason, Status, Deleted       ",
    },
    {
      file: heads,
      take: '    purpose: "Loom warranties of this workspace.",\n',
      put: `    purpose: "A loom warranty is a promise to repair what an account bought.",
`,
    },
    {
      file: "src/lib/nouns/crm-notices.ts",
      take: "export const crmNotices = {\n",
      put: `export const crmNotices = {
  loomWarranty: {
    claimed: { label: "Loom warranty claimed", says: "{who} claimed {record}", channels: ["inApp", "email"] },
  },
`,
    },
    {
      file: heads,
      take: 'many: "loom warranties",\n    alsoCalled: []',
      put: 'many: "loom warranties",\n    alsoCalled: ["guarantee"]',
    },
    {
      file: `${folder}/fields.ts`,
      take: "\nconst fields = defineFields({",
      put: `
/** The same day some months later, or the last day of a shorter month. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const lastDate = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate))).toISOString().slice(0, 10);
}

const fields = defineFields({`,
    },
    {
      file: `${folder}/fields.ts`,
      take: 'label: "Months", required: true, sortable: true',
      put: 'label: "Months", required: true, sortable: true, min: 1, max: 120',
    },
    {
      file: `${folder}/fields.ts`,
      take: '  until: field.date({ label: "Until", sortable: true }),',
      put: `  until: field.date({
    label: "Until",
    sortable: true,
    computed: true,
    derived: { of: ["from", "months"], value: ({ from, months }) => monthsLater(String(from), Number(months)) },
  }),`,
    },
    {
      file: `${folder}/fields.ts`,
      take: '      { value: "settled", label: "Settled" },\n    ],\n',
      put: `      { value: "settled", label: "Settled" },
    ],
    states: {
      claim: { from: ["active"], to: "claimed", label: "Claim", event: "claimed", requires: ["reason"] },
      settle: { from: ["claimed"], to: "settled", label: "Settle", event: "settled" },
    },
`,
    },
  ],
};

/** The lines and files that the warranty adds or changes; guides, tests and its migration do not count. */
export function warrantyFigures(root: string): FormFigure[] {
  const { path, fields } = loomWarranty;
  const scratch = mkdtempSync(join(tmpdir(), "throughline-form-"));
  try {
    const texts = [...textsOf(root, readSpec([`crm/${path}`, fields]))].filter(
      ([path]) => !/^docs\/|\.test\.ts$/.test(path),
    );
    for (const [path, text] of texts) {
      const known = join(root, path);
      write(join(scratch, "before", path), existsSync(known) ? readFileSync(known, "utf8") : "");
      write(join(scratch, "after", path), formatted(root, path, text));
    }
    const edits = loomWarranty.edits.filter(({ file }) => texts.some(([path]) => path === file));
    for (const edit of edits) takeOut(edit, join(scratch, "after"));
    const found = addedLines(scratch);
    const lines = found.reduce((sum, { added }) => sum + added, 0);
    const bars = { lines: { must: 120, aim: 120 }, files: { must: 8, aim: 8 } };
    const shown = found.map(({ added, path }) => `${added} ${path}`);
    return [
      { label: "lines that are added or changed", value: lines, bar: bars.lines, found: shown },
      { label: "files that are added or changed", value: found.length, bar: bars.files, found: [] },
    ];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** How many lines of each file differ between the folders `before` and `after`. */
function addedLines(cwd: string): { added: number; path: string }[] {
  const args = ["diff", "--no-index", "--no-renames", "--numstat", "-z", "before", "after"];
  const { stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8" });
  if (stderr) throw new Error(stderr);
  return [...stdout.matchAll(/(\d+)\t\d+\t\0[^\0]+\0after\/([^\0]+)\0/g)].map(([, added, path = ""]) => ({
    added: Number(added),
    path,
  }));
}
