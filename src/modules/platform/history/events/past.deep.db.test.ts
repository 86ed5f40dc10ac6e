import "@/registry/operations";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { importAll } from "@/test/import-trial";
import { listTimeline } from "./operations/timeline";
import { lastActivity } from "./rules";
import type { TimelineEntry } from "./schema";

const firms = "Company,Parent company\nGroup,\nNorth,Group\n";
const opportunities = `deal id,name,company,stage,engage date,close date,value
D1,Early,Group,Closed Won,2016-12-20,2017-03-01,1054
D2,Late,Group,Closed Lost,2016-11-01,2017-03-05,0
D3,Open,Group,Lead,2017-01-02,,
D4,Below,North,Closed Won,2016-12-24,2017-03-01,500
D5,Undated,Group,Lead,,,
D6,Ahead,Group,Qualified,2099-01-01,,
`;

let workspace: TestWorkspace;
let admin: Ctx;
let group: string;

beforeEach(async () => {
  workspace = await testWorkspace();
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
  admin = await workspace.role("admin");
  await importAll(admin, { "firms.csv": firms, "deals.csv": opportunities });
  const [found] = (await accountOperations.list(admin, { q: "Group" })).rows;
  group = found?.id ?? "";
  await accountOperations.update(admin, { id: group, version: found?.version ?? 0, industry: "Energy" });
});

const described = ({ at, title, verb, actor, changes: [stage] }: TimelineEntry) =>
  actor ? `${verb} ${title}` : `${at.slice(0, 10)} ${title} ${verb}${verb === "entered" ? ` ${stage?.after}` : ""}`;
const timelineOf = async (ctx: Ctx, input: Partial<Parameters<typeof listTimeline>[1]> = {}) =>
  await listTimeline(ctx, { entity: "account", id: group, ...input });

/** All pages of a timeline, `limit` entries each. */
async function paged(ctx: Ctx, limit: number, input: Partial<Parameters<typeof listTimeline>[1]> = {}) {
  const rows: TimelineEntry[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listTimeline>> = await timelineOf(ctx, {
      ...input,
      limit,
      ...(cursor ? { cursor } : {}),
    });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return rows;
}

describe("what an import's file tells of earlier", () => {
  test("stands at its own dates among the events, once on whatever pages", async () => {
    const whole = await timelineOf(admin);
    expect(whole.nextCursor).toBeNull();
    expect(whole.rows.map(described)).toEqual([
      "2099-01-01 Ahead entered Qualified",
      "changed Group",
      "imported Early",
      "imported Group",
      "2017-03-05 Late was lost",
      "2017-03-01 Early was won",
      "2017-01-02 Open entered Lead",
      expect.stringMatching(/^2016-12-20 Early entered /),
      expect.stringMatching(/^2016-11-01 Late entered /),
    ]);
    for (const limit of [1, 2, 4]) expect(await paged(admin, limit)).toEqual(whole.rows);
  });

  test("is the last activity of an account that was only edited since, not the day of the import", async () => {
    const { rows } = await timelineOf(admin, { kind: "touches" });
    expect(rows.map((row) => row.verb)).not.toContain("changed");
    expect(rows.every((row) => row.actor === null)).toBe(true);
    const last = lastActivity(rows, new Date());
    expect(last && described(last)).toBe("2017-03-05 Late was lost");
  });

  test("says the value of what was won and how long it stood in the stage before", async () => {
    const won = (await timelineOf(admin)).rows.find((row) => row.verb === "was won");
    expect(won?.data).toEqual({ amountMinor: 1054_00, currency: "USD", secondsBefore: 71 * 86_400 });
    expect(won?.changes).toMatchObject([{ field: "stage", after: "Closed Won" }]);
    expect(won?.changes[0]?.before).toEqual(expect.any(String));
  });

  test("stands on the opportunity's own page, and in a family for those below", async () => {
    const [early] = (await opportunityOperations.list(admin, { q: "Early" })).rows;
    const own = await listTimeline(admin, { entity: "opportunity", id: early?.id ?? "" });
    expect(own.rows.map((row) => row.verb)).toEqual(["imported", "was won", "entered"]);
    const family = (await timelineOf(admin, { family: true })).rows.map((row) => row.title);
    expect(family).toContain("Below");
    expect((await timelineOf(admin)).rows.map((row) => row.title)).not.toContain("Below");
  });

  test("is a kind of its own only among stage moves", async () => {
    expect((await timelineOf(admin, { kind: "stages" })).rows).toHaveLength(6);
    expect((await timelineOf(admin, { kind: "imports" })).rows.every((row) => row.actor)).toBe(true);
    expect((await timelineOf(admin, { kind: "changes" })).rows.map(described)).toEqual(["changed Group"]);
  });

  test("is told only of opportunities that one may see", async () => {
    const seller = await workspace.join("member");
    const own = await workspace.as(seller, { visibility: { opportunity: "own" } });
    expect((await timelineOf(own, { kind: "stages" })).rows).toEqual([]);
    const [given] = (await opportunityOperations.list(admin, { q: "Late" })).rows;
    await opportunityOperations.update(admin, {
      id: given?.id ?? "",
      version: given?.version ?? 0,
      ownerId: seller.id,
    });
    const rows = await paged(own, 1, { kind: "stages" });
    expect(new Set(rows.map((row) => row.title))).toEqual(new Set(["Late"]));
    expect(rows).toHaveLength(2);
  });
});

test.each(["x", "e30", Buffer.from('{"event":"1","past":null}').toString("base64url")])(
  "a cursor that no timeline gave is refused: %s",
  async (cursor) => {
    const refused = await timelineOf(admin, { cursor }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "cursor" }] } });
  },
);
