import { writeXlsx } from "hucre/xlsx";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { atScale } from "@/test/deep-scale";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { liveMegabytes } from "@/test/live-memory";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const industries = ["Software", "Medical", "Finance", "Retail"];
const header = ["Name", "Domain", "Industry", "Employees", "Note"];
const cellsOf = (n: number) => [
  `Firm ${n}`,
  `firm-${n}.example`,
  industries[n % industries.length] ?? "",
  String(10 + (n % 5_000)),
  `Row ${n}, as another product exports it`,
];

/** The most megabytes of objects that lived at once while pieces of something passed by. */
function memory() {
  const before = liveMegabytes();
  let most = 0;
  return {
    look: () => {
      most = Math.max(most, liveMegabytes() - before);
    },
    most: () => Math.round(most),
  };
}

/** A file of firms that is never whole in memory. */
async function* firms(rows: number, look: () => void): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${header.join(",")}\n`);
  for (let at = 0; at < rows; at += 1_000) {
    if (at % 50_000 === 0) look();
    const lines = Array.from({ length: 1_000 }, (_, nth) => `"${cellsOf(at + nth).join('","')}"\n`);
    yield Buffer.from(lines.join(""));
  }
}

/** A workbook in pieces; the objects it was made of are garbage by then. */
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function throughAll(name: string, content: AsyncGenerator<Uint8Array>, rows: number) {
  const { look, most } = memory();
  const began = performance.now();
  const { id, files } = await upload(ctx, { [name]: content });
  look();
  expect(files).toMatchObject([{ rowCount: rows, entity: "account" }]);
  const staged = performance.now();
  const checked = await check(ctx, id);
  look();
  expect(checked.preview).toMatchObject([{ good: rows, errors: 0 }]);
  const previewed = performance.now();
  const done = await run(ctx, id);
  look();
  expect(done).toMatchObject({ status: "done", created: rows, errors: 0 });
  expect(done.totals).toEqual(checked.preview);
  expect(await ctx.db.account.count()).toBe(rows);
  const rate = (from: number, to: number) => Math.round(rows / ((to - from) / 1_000));
  const rates = [rate(began, staged), rate(staged, previewed), rate(previewed, performance.now())];
  console.info(`${name}: ${rates.join(", ")} rows a second to stage, preview and run; ${most()} MB more alive`);
  expect(most()).toBeLessThan(20);
}

// By hand with 300,000 and 100,000 rows: `DEEP_SCALE=3.3 npx vitest run --project deep-db large-files`.
test(
  "a large CSV file goes in, with memory that does not grow with it",
  async () => {
    const { look, most } = memory();
    const rows = atScale(90) * 1_000;
    await throughAll("firms.csv", firms(rows, look), rows);
    expect(most()).toBeLessThan(20);
  },
  atScale(600_000),
);

test(
  "so does a large workbook",
  async () => {
    const rows = atScale(30_000);
    const bytes = await writeXlsx({
      sheets: [{ name: "Firms", rows: [header, ...Array.from({ length: rows }, (_, n) => cellsOf(n))] }],
    });
    await throughAll("firms.xlsx", piecesOf(bytes), rows);
  },
  atScale(600_000),
);
