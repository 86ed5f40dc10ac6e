import { beforeEach, expect, test } from "vitest";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { importAll } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";

let ctx: Ctx;
beforeEach(async () => {
  ({ admin: ctx } = await opportunityWorkspace());
});

const state = () =>
  adminQuery(
    `select o.external_id as id, o.status, s.name as stage, o.actual_close_date::text as closed,
            (select string_agg(x.name, ', ' order by e.sequence) from stage_entries e join stages x on x.id = e.stage_id
             where e.opportunity_id = o.id) as stages
     from opportunities o join stages s on s.id = o.stage_id where o.tenant_id = $1 order by 1`,
    [ctx.tenant.id],
  );

test("a won or lost date closes an opportunity that its row has in an open stage or in none, and again changes nothing", async () => {
  const file =
    "Deal - ID,Deal - Stage,Deal - Deal created,Deal - Won time,Deal - Lost time\n" +
    "D1,Proposal,2025-01-02,2025-03-28 10:11:12,\nD2,,2025-01-03,,2025-04-01 09:00:00\n" +
    "D3,Closed Won,2025-01-04,2025-02-01 08:00:00,\nD4,Lead,2025-01-05,,\n";
  const done = await importAll(ctx, { "deals.csv": file });
  expect(done.files[0]?.mapping.map(({ field }) => field)).toEqual([
    "externalId",
    "stage",
    "engagedOn",
    "wonOn",
    "lostOn",
  ]);
  expect(await state()).toEqual([
    { id: "D1", status: "won", stage: "Closed Won", closed: "2025-03-28", stages: "Proposal, Closed Won" },
    {
      id: "D2",
      status: "lost",
      stage: "Closed Lost",
      closed: "2025-04-01",
      stages: expect.stringMatching(/, Closed Lost$/),
    },
    {
      id: "D3",
      status: "won",
      stage: "Closed Won",
      closed: "2025-02-01",
      stages: expect.stringMatching(/, Closed Won$/),
    },
    { id: "D4", status: "open", stage: "Lead", closed: null, stages: "Lead" },
  ]);
  expect(await importAll(ctx, { "deals.csv": file })).toMatchObject({ created: 0, updated: 0, errors: 0 });
});

test("beside a status the date of that end counts; a row that contradicts itself stays out and says why", async () => {
  const done = await importAll(ctx, {
    "deals.csv":
      "Deal ID,Stage,Deal status,Created date,Won date,Lost date\n" +
      "D1,Lead,Won,2025-01-01,2025-03-01,2025-02-01\nD2,Lead,,2025-01-01,2025-03-01,2025-02-01\n" +
      "D3,Lead,Open,2025-01-01,2025-03-01,\nD4,Closed Lost,,2025-01-01,2025-03-01,\nD5,Lead,Lost,2025-01-01,2025-03-01,\n" +
      "D6,Lead,,2025-04-01,2025-03-01,\n",
    "more-deals.csv": "Deal ID,Deal name,Created date,Closed on\nD7,Seven,2025-01-01,2025-03-01\n",
  });
  const problems = async (file: number) => {
    const page = await listImportProblems(ctx, { id: done.id, fileId: done.files[file]?.id ?? "" });
    return page.rows.map(({ line, problems: [first] }) => [line, first?.field, first?.reason]);
  };
  const closed =
    "The opportunity is closed, but the row does not say whether it was won or lost. Match a column to the status or the stage.";
  expect(await problems(1)).toEqual([[2, "actualCloseDate", closed]]);
  expect(await problems(0)).toEqual([
    [3, "lostOn", "The row has a won date and a lost date. Add a status that says which one applies."],
    [4, "wonOn", "The status says that the opportunity is open, but it has a won date."],
    [5, "wonOn", "The stage says that the opportunity is lost, but it has only a won date."],
    [6, "wonOn", "The status says that the opportunity is lost, but it has only a won date."],
    [7, "wonOn", "The opportunity closes on 2025-03-01, before its start date 2025-04-01."],
  ]);
  expect(await state()).toEqual([
    { id: "D1", status: "won", stage: "Closed Won", closed: "2025-03-01", stages: "Lead, Closed Won" },
  ]);
});

test("an open opportunity goes in although its planned close lies before the day on which it was entered", async () => {
  const dates = "2025-04-01,2025-03-01";
  const file = `Deal ID,Stage,Status,Created date,Expected close date\nD1,Lead,Open,${dates}\nD2,Lead,,${dates}\nD3,Closed Won,,${dates}\n`;
  const done = await importAll(ctx, { "deals.csv": file });
  expect(done.totals).toMatchObject([{ good: 2, errors: 1 }]);
  expect(await state()).toEqual([
    { id: "D1", status: "open", stage: "Lead", closed: null, stages: "Lead" },
    { id: "D2", status: "open", stage: "Lead", closed: null, stages: "Lead" },
  ]);
  const moved = `Deal ID,Stage,Created date,Expected close date\nD1,Closed Lost,${dates}\nD2,Closed Lost,2025-04-01,2025-05-01\n`;
  expect((await importAll(ctx, { "deals.csv": moved })).totals).toMatchObject([{ good: 1, errors: 1 }]);
});
