import { beforeEach, describe, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, upload } from "@/test/import-trial";
import { listImportProblems } from "./operations/list-problems";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const tables = [
  "accounts",
  "products",
  "opportunities",
  "opportunity_lines",
  "stage_entries",
  "members",
  "teams",
  "team_members",
];

/** All that an import can write, to the last column; what only says when a row was written is left out. */
async function everything() {
  const contents = await Promise.all(
    tables.map((table) =>
      adminQuery<{ row: string }>(
        `select (to_jsonb(t) - 'updated_at' - 'changed_in')::text as row from ${table} t where tenant_id = $1 order by 1`,
        [workspace.tenant.id],
      ),
    ),
  );
  const [{ count } = { count: 0 }] = await adminQuery<{ count: number }>(
    "select count(*)::int as count from events where tenant_id = $1 and name like '%.imported'",
    [workspace.tenant.id],
  );
  return { contents: contents.map((rows) => rows.map(({ row }) => row)), events: count };
}

const dealHead = "deal id,deal name,company,product,status,start date,close date,value\n";

describe("rows of one key", () => {
  test("that say different stages and products of an opportunity move nothing when the file comes again", async () => {
    const files = {
      "products.csv": "sku,name,price\nA-1,Alpha,10\nB-1,Beta,20\n",
      "deals.csv": `${dealHead}D1,One,,Alpha,Proposal,2026-01-05,,10\nD2,Two,,,Proposal,2026-01-06,,\nD1,,,Beta,Closed Won,,2026-02-01,12\n`,
    };
    const first = await importAll(ctx, files);
    const before = await everything();
    const again = await importAll(ctx, files);
    expect(first).toMatchObject({ errors: 0, totals: first.preview });
    expect(again).toMatchObject({ created: 0, updated: 0, totals: again.preview });
    expect(await everything()).toEqual(before);
    // An earlier row fills the cells that a later one leaves empty.
    const [opportunity] = await adminQuery(
      `select o.name, o.amount_minor::int as amount, p.name as product, o.status,
         (select string_agg(s.name || ' ' || (e.entered_at at time zone 'UTC')::date, ', ' order by e.sequence)
          from stage_entries e join stages s on s.id = e.stage_id where e.opportunity_id = o.id) as history
       from opportunities o join opportunity_lines l on l.opportunity_id = o.id join products p on p.id = l.product_id
       where o.tenant_id = $1 and o.external_id = 'D1'`,
      [workspace.tenant.id],
    );
    expect(opportunity).toMatchObject({ name: "One", amount: 1200, product: "Beta", status: "won" });
    expect(opportunity?.history).toMatch(/^Proposal 2026-01-0\d, Closed Won 2026-0\d-\d\d$/);
  });

  test("in other batches change nothing when the file comes again, and a revert leaves what was there before", async () => {
    const between = (row: (index: number) => string) => Array.from({ length: maxBatchRows }, (_, index) => row(index));
    const lines = (...parts: (string | string[])[]) => `${parts.flat().join("\n")}\n`;
    const files = {
      "accounts.csv": lines(
        "account name,domain,industry,subsidiary of",
        "Twice,twice.example,Rail,Other 1",
        "By name,,Rail,",
        between((index) => `Other ${index},,Retail,`),
        "Twice,twice.example,Road,Other 2",
        "By name,,Road,",
      ),
      "products.csv": lines(
        "sku,name,price",
        "TW-1,Twice,5",
        between((index) => `S-${index},P ${index},1`),
        "TW-1,Twice,7",
      ),
      "deals.csv": lines(
        dealHead.trim(),
        "D1,One,Twice,,Closed Won,2026-01-05,2026-02-01,12",
        between((index) => `X${index},Deal ${index},,,Proposal,2026-01-05,,1`),
        "D1,,By name,,Proposal,2026-01-15,,",
      ),
      "people.csv": lines(
        "name,team",
        "Ada Byron,North",
        between((index) => `Person ${index},South`),
        "Ada Byron,South",
      ),
    };
    await importAll(ctx, {
      "deals.csv": `${dealHead}D1,Before,,,Qualified,2025-12-01,,3\n`,
      "accounts.csv": "account name,domain\nTwice,twice.example\n",
      "products.csv": "sku,name,price\nTW-1,Twice,1\n",
    });
    const begun = await everything();
    const first = await importAll(ctx, files);
    const before = await everything();
    const teams = await adminQuery(
      `select t.name from team_members p join teams t on t.id = p.team_id join members m on m.id = p.member_id
       where p.tenant_id = $1 and m.name = 'Ada Byron' order by 1`,
      [workspace.tenant.id],
    );
    expect(teams).toEqual([{ name: "North" }, { name: "South" }]);
    const again = await importAll(ctx, files);
    expect(first.totals).toEqual(first.preview);
    expect(again).toMatchObject({ created: 0, updated: 0, errors: 0, totals: again.preview });
    expect(await everything()).toEqual(before);
    await revertImport(ctx, { id: first.id });
    await workImports();
    // Only versions went on.
    const withoutVersion = ({ contents }: typeof begun) =>
      contents.map((rows) => rows.map((row) => row.replace(/"version": \d+/, "")));
    expect(withoutVersion(await everything())).toEqual(withoutVersion(begun));
  });

  test("go in together or not at all, each sound one counts, and the preview says how many there are", async () => {
    const { id } = await upload(ctx, {
      "deals.csv": `${dealHead}D1,One,,,Proposal,2026-05-05,,10\nD2,Two,,,Proposal,2026-01-06,,5\nD2,Two,,,Proposal,no day,,6\nD1,One,,,Closed Won,,2026-02-01,\n`,
    });
    const checked = await check(ctx, id);
    const [file] = checked.files;
    const problems = await listImportProblems(ctx, { id, fileId: file?.id ?? "" });
    expect(problems.rows.map((row) => [row.line, row.problems.map((one) => one.reason)])).toEqual([
      [2, ["This row is merged with row 5, which has a problem."]],
      [4, ["“no day” is not a date."]],
      [5, ["The opportunity closes on 2026-02-01, before its start date 2026-05-05."]],
    ]);
    expect(checked.preview?.[0]).toMatchObject({
      rows: 4,
      good: 1,
      errors: 3,
      objects: [{ entity: "opportunity", created: 1, updated: 0, unchanged: 0 }, { entity: "stageEntry" }],
      rule: "Opportunities by external id. 2 rows are merged with later rows about the same record; where they differ, the later row wins.",
    });
  });

  test("are taken one after another where so many have one text that it can be no key", async () => {
    const rows = Array.from({ length: 21 }, (_, index) => `n/a,Deal ${index},,,,,,1`);
    const { id } = await upload(ctx, { "deals.csv": `${dealHead}${rows.join("\n")}\n` });
    expect((await check(ctx, id)).preview?.[0]?.rule).toBe("Opportunities by external id.");
  });
});
