import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { listKeptRecords } from "./reverts/operations";
import type { ImportDetail, ValueGroup } from "./schema";

const folder = join(process.cwd(), "../shared/data/sales-crm");
const present = existsSync(folder);
if (!present) console.warn("The real data set is not here: its tests are skipped; the fixtures cover the same paths.");

const names = ["sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv"];
const files = () => Object.fromEntries(names.map((name) => [name, createReadStream(join(folder, name))]));

interface Imported {
  ctx: Ctx;
  /** Rows before anything was imported, and after the preview. */
  before: Record<string, string>;
  previewed: Record<string, string>;
  values: ValueGroup[];
  checked: ImportDetail;
  done: ImportDetail;
}

/** A workspace into which somebody brought all four files, with each offer taken and new stages made. */
async function importReal(): Promise<Imported> {
  const { ctx } = await importWorkspace();
  const before = await digest(ctx.tenant.id);
  const { id, files: read } = await upload(ctx, files());
  const values = (await analyseImport(ctx, { id })).flatMap((file) => file.values);
  await decide(ctx, id, (group) =>
    group.type ? { do: "create", name: group.text, type: group.type } : firstOffer(group),
  );
  const fileId = read.find((file) => file.entity === "account")?.id ?? "";
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 3, field: "annualRevenue", multiplier: 1_000_000 }] });
  const checked = await check(ctx, id);
  const previewed = await digest(ctx.tenant.id);
  return { ctx, before, previewed, values, checked, done: await run(ctx, id) };
}

/** A digest of every row of a workspace in the tables that an import writes; versions and times of writing aside. */
async function digest(tenantId: string): Promise<Record<string, string>> {
  const tables = ["accounts", "products", "members", "teams", "team_members", "stages", "opportunities"];
  const result: Record<string, string> = {};
  for (const table of [...tables, "opportunity_lines", "stage_entries"]) {
    const [row] = await adminQuery<{ digest: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(r, '|' order by r)), '') as digest
       from (select (to_jsonb(t) - 'version' - 'updated_at' - 'changed_in')::text as r from ${table} t where tenant_id = $1) rows`,
      [tenantId],
    );
    result[table] = row?.digest ?? "";
  }
  return result;
}

describe.skipIf(!present)("the real files", () => {
  let imported: Imported;
  let tenantId: string;
  let first: ImportDetail;

  const one = async <Row extends object>(sql: string, ...params: unknown[]) =>
    (await adminQuery<Row & Record<string, unknown>>(sql, [tenantId, ...params])) as Row[];

  beforeAll(async () => {
    imported = await importReal();
    first = imported.done;
    tenantId = imported.ctx.tenant.id;
  });

  test("each file is recognised and matched, in dependency order", () => {
    expect(first.files.map((file) => [file.name, file.entity, file.rowCount])).toEqual([
      ["products.csv", "product", 7],
      ["sales_teams.csv", "member", 35],
      ["accounts.csv", "account", 85],
      ["sales_pipeline.csv", "opportunity", 8800],
    ]);
    const fields = Object.fromEntries(first.files.map((file) => [file.name, file.mapping.map((one) => one.field)]));
    expect(fields["products.csv"]).toEqual(["name", null, "price"]);
    expect(fields["sales_teams.csv"]).toEqual(["name", "manager", "team"]);
    expect(fields["accounts.csv"]).toEqual([
      "name",
      "industry",
      null,
      "annualRevenue",
      "employees",
      "country",
      "parent",
    ]);
    expect(fields["sales_pipeline.csv"]).toEqual([
      "externalId",
      "owner",
      "product",
      "account",
      "stage",
      "engagedOn",
      "closeDate",
      "amount",
    ]);
  });

  test("few values need a decision, each offered once for all its rows", () => {
    expect(
      imported.values.map(({ field, text, rows, state, suggestions }) => [field, text, rows, state, suggestions[0]]),
    ).toEqual([
      [
        "industry",
        "technolgy",
        12,
        "near",
        { label: "Technology", id: null, why: "differs by one letter", sure: true },
      ],
      ["product", "GTXPro", 1480, "unknown", { label: "GTX Pro", id: null, why: "differs by one space", sure: true }],
      ["stage", "Won", 4238, "unknown", expect.objectContaining({ label: "Closed Won" })],
      ["stage", "Lost", 2473, "unknown", expect.objectContaining({ label: "Closed Lost" })],
      ["stage", "Engaging", 1589, "unknown", undefined],
      ["stage", "Prospecting", 500, "unknown", undefined],
    ]);
  });

  test("the preview writes nothing, and the run does what it promised", () => {
    const { before, previewed, checked } = imported;
    expect(checked).toMatchObject({ status: "ready", checked: true, failure: null });
    expect(previewed).toEqual(before);
    expect(first).toMatchObject({ status: "done", failure: null, totals: checked.preview });
    expect(first.totals.flatMap((file) => file.objects.map((object) => [object.label, object.created]))).toEqual([
      ["Products", 7],
      ["Members", 41],
      ["Teams", 9],
      ["Accounts", 85],
      ["Stages", 4],
      ["Opportunities", 8800],
      ["Stage history", 15_511],
    ]);
    expect(first.totals.every((file) => file.errors === 0 && file.skipped === 0)).toBe(true);
  });

  test("opportunities: counts, totals, names, lines", async () => {
    expect(
      await one(
        `select s.name, s.type, count(*)::int as opportunities, sum(o.amount_minor)::float8 as total,
                count(*) filter (where o.account_id is null)::int as without
         from opportunities o join stages s on s.id = o.stage_id where o.tenant_id = $1 group by 1, 2 order by 1`,
      ),
    ).toMatchObject([
      { name: "Engaging", type: "open", opportunities: 1589, total: null },
      { name: "Lost", type: "lost", opportunities: 2473, total: 0 },
      { name: "Prospecting", type: "open", opportunities: 500, total: null },
      { name: "Won", type: "won", opportunities: 4238, total: 1_000_553_400 },
    ]);
    const [facts] = await one<{ named: number; lines: number; without: number; gtx: number }>(
      `select count(*) filter (where o.name = p.name || coalesce(' – ' || a.name, ''))::int as named,
              count(l.id)::int as lines, count(*) filter (where o.account_id is null)::int as without,
              count(*) filter (where p.name = 'GTX Pro')::int as gtx
       from opportunities o left join opportunity_lines l on l.opportunity_id = o.id
       left join products p on p.id = l.product_id left join accounts a on a.id = o.account_id where o.tenant_id = $1`,
    );
    expect(facts).toEqual({ named: 8800, lines: 8800, without: 1425, gtx: 1480 });
    const [ranks] = await one<{ distinct: number }>(
      "select count(distinct (stage_id, rank))::int as distinct from opportunities where tenant_id = $1",
    );
    expect(ranks?.distinct).toBe(8800);
  });

  test("families and the largest account", async () => {
    const won = `select sum(o.amount_minor)::float8 / 100 as won from opportunities o
                 join accounts a on a.id = o.account_id left join accounts p on p.id = a.parent_id
                 where o.tenant_id = $1 and o.status = 'won' and`;
    expect(await one(`${won} (a.name = $2 or p.name = $2)`, "Acme Corporation")).toEqual([{ won: 519_349 }]);
    expect(await one(`${won} a.name = $2`, "Kan-code")).toEqual([{ won: 341_455 }]);
    expect(
      await one<{ name: string }>(
        `select a.name from accounts a join accounts p on p.id = a.parent_id
         where a.tenant_id = $1 and p.name = 'Acme Corporation' order by 1`,
      ),
    ).toEqual([{ name: "Bluth Company" }, { name: "Codehow" }, { name: "Donquadtech" }, { name: "Iselectrics" }]);
    const [kan] = await one(
      `select industry, annual_revenue_minor::text as revenue, employees, billing_address->>'country' as country
       from accounts where tenant_id = $1 and name = 'Kan-code'`,
    );
    expect(kan).toEqual({
      industry: "software",
      revenue: "1169803000000",
      employees: 34_288,
      country: "United States",
    });
    expect(
      await one("select count(*)::int as n from accounts where tenant_id = $1 and industry = 'Technology'"),
    ).toEqual([{ n: 12 }]);
  });

  test("people and teams: placeholders, nobody mailed", async () => {
    expect(
      await one(
        "select role, status, count(*)::int as n from members where tenant_id = $1 and status = 'placeholder' group by 1, 2 order by 1",
      ),
    ).toEqual([
      { role: "manager", status: "placeholder", n: 6 },
      { role: "member", status: "placeholder", n: 35 },
    ]);
    expect(
      await one<{ office: string; team: string }>(
        `select p.name as office, t.name as team from teams t join teams p on p.id = t.parent_id
         where t.tenant_id = $1 order by 1, 2`,
      ),
    ).toEqual([
      { office: "Central", team: "Dustin Brinkmann" },
      { office: "Central", team: "Melvin Marxen" },
      { office: "East", team: "Cara Losch" },
      { office: "East", team: "Rocco Neubert" },
      { office: "West", team: "Celia Rouche" },
      { office: "West", team: "Summer Sewald" },
    ]);
    expect(await one("select count(*)::int as n from invitations where tenant_id = $1")).toEqual([{ n: 0 }]);
  });

  test("stage history stands at the real dates and has no gap", async () => {
    const [history] = await one(
      `select count(*)::int as entries,
              count(*) filter (where e.entered_at is null)::int as unknown,
              count(*) filter (where n.id is not null and n.entered_at is distinct from e.left_at)::int as gaps,
              count(*) filter (where e.sequence = 1 and n.id is not null and s.name = 'Engaging')::int as engaged
       from stage_entries e join stages s on s.id = e.stage_id
       left join stage_entries n on n.opportunity_id = e.opportunity_id and n.sequence = e.sequence + 1
       where e.tenant_id = $1`,
    );
    expect(history).toEqual({ entries: 15_511, unknown: 500, gaps: 0, engaged: 6711 });
    const [opportunity] = await one(
      `select (e.entered_at at time zone 'America/Chicago')::text as entered, (e.left_at at time zone 'America/Chicago')::text as left
       from stage_entries e join opportunities o on o.id = e.opportunity_id
       where o.tenant_id = $1 and o.external_id = '1C1I7A6R' and e.sequence = 1`,
    );
    expect(opportunity).toEqual({ entered: "2016-10-20 00:00:00", left: "2017-03-01 00:00:00" });
  });

  test("one event for each imported record, with the import as its batch", async () => {
    expect(
      await one(
        `select name, count(*)::int as n from events where tenant_id = $1 and batch_id = $2
         and name like 'opportunity.%' group by 1`,
        first.id,
      ),
    ).toEqual([{ name: "opportunity.imported", n: 8800 }]);
  });

  test("columns without a field stay with the import's rows", async () => {
    const file = first.files.find((one) => one.entity === "account");
    const [row] = await adminQuery<{ year: string }>(
      "select cells[3] as year from import_rows where file_id = $1 and cells[1] = 'Kan-code'",
      [file?.id],
    );
    expect(row?.year).toBe("1982");
  });
});

test.skipIf(!present)(
  "the real files again create nothing, and are known; a revert leaves what a person changed since, lists it, and takes back the rest",
  async () => {
    const { ctx, before, done: first } = await importReal();
    const tenantId = ctx.tenant.id;
    const after = await digest(tenantId);
    const again = await upload(ctx, files());
    expect(again.files.every((file) => file.seenBefore?.importId === first.id && file.remembered)).toBe(true);
    const checked = await check(ctx, again.id);
    const objects = (checked.preview ?? []).flatMap((file) => file.objects);
    expect(objects.filter((object) => object.created + object.updated > 0)).toEqual([]);
    expect(objects.find((object) => object.entity === "opportunity")?.unchanged).toBe(8800);
    const done = await run(ctx, again.id);
    expect(done.totals).toEqual(checked.preview);
    expect(await digest(tenantId)).toEqual(after);

    await adminQuery(
      "update accounts set phone = '+1 312 555 0100', version = version + 1 where tenant_id = $1 and name = 'Sonron'",
      [tenantId],
    );
    await revertImport(ctx, { id: first.id });
    await workImports();
    expect(await getImport(ctx, { id: first.id })).toMatchObject({ status: "reverted", failure: null });
    const kept = await listKeptRecords(ctx, { id: first.id });
    expect(kept.rows.map(({ entity, label, reason }) => [entity, label, reason])).toEqual([
      ["account", "Sonron", "Somebody has since changed it."],
    ]);
    await adminQuery("delete from accounts where tenant_id = $1 and name = 'Sonron'", [tenantId]);
    expect(await digest(tenantId)).toEqual(before);
  },
  180_000,
);
