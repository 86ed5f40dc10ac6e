import { beforeEach, describe, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { accountOperations } from "../accounts/operations";
import { contactOperations } from "../contacts/operations";
import { activityOperations } from "./operations/all";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const records = {
  "accounts.csv": "Account Name,Domain,Industry\nAcme,acme.example,Software\nBolt,bolt.example,Tools\n",
  "contacts.csv":
    "First name,Last name,Email,Company\nAnn,Field,ann@acme.example,Acme\nBob,Hill,bob@bolt.example,Bolt\n",
  "deals.csv": "Deal ID,Deal Name,Account,Amount\nd1,Rollout,Acme,100\n",
};

const header = "Activity ID,Subject,Activity type,Status,Start time,Account,Contact,Opportunity";
const calls = (...rows: string[]) => ({ "activities.csv": `${[header, ...rows].join("\n")}\n` });

/** The links of all activities: "Call Ann: contact Ann Field, account Acme". */
const links = async () =>
  (
    await adminQuery<{ text: string }>(
      `select a.name || ': ' || coalesce(string_agg(l.to_entity || ' ' || coalesce(x.name, c.name, o.name), ', ' order by l.position), '') as text
       from activities a
       left join record_links l on l.tenant_id = a.tenant_id and l.from_id = a.id and l.field = 'about' and l.from_entity = 'activity'
       left join accounts x on x.id = l.to_id left join contacts c on c.id = l.to_id left join opportunities o on o.id = l.to_id
       where a.tenant_id = $1 group by a.id, a.name order by a.name`,
      [ctx.tenant.id],
    )
  ).map(({ text }) => text);

const reverted = async (id: string) => {
  await revertImport(ctx, { id });
  await workImports();
};

const problemsOf = async (id: string, fileId: string) =>
  (await listImportProblems(ctx, { id, fileId })).rows.flatMap(({ line, problems }) =>
    problems.map(({ header: column, reason }) => `${line} ${column}: ${reason}`),
  );

describe("a file of activities", () => {
  test("links them to accounts, contacts and opportunities by names, addresses and ids of elsewhere; a revert unlinks them", async () => {
    await importAll(ctx, records);
    const done = await importAll(
      ctx,
      calls(
        "1,By name,Call,Completed,2026-05-04 10:00,Acme,Ann Field,Rollout",
        "2,By address,Meeting,Completed,2026-05-05 10:00,,ANN@acme.example; bob@bolt.example,",
        "3,By id,Email,Planned,2030-05-06 10:00,bolt,,d1",
        "4,Alone,Task,Planned,,,,",
      ),
    );
    expect(done).toMatchObject({ status: "done", created: 4, errors: 0 });
    expect(await links()).toEqual([
      "Alone: ",
      "By address: contact Ann Field, contact Bob Hill",
      "By id: account Bolt, opportunity Rollout",
      "By name: account Acme, contact Ann Field, opportunity Rollout",
    ]);
    await reverted(done.id);
    expect(await links()).toEqual([]);
    expect(
      await adminQuery("select 1 from record_links where tenant_id = $1 and from_entity = 'activity'", [ctx.tenant.id]),
    ).toEqual([]);
  });

  test("adds links to activities that exist, removes none, and changes nothing when it comes again", async () => {
    await importAll(ctx, records);
    await importAll(ctx, calls("1,Call,Call,Planned,2030-05-04 10:00,Acme,,"));
    const again = await importAll(ctx, calls("1,Call,Call,Planned,2030-05-04 10:00,Acme,,"));
    expect(again).toMatchObject({ status: "done", created: 0, updated: 0, errors: 0 });
    const more = await importAll(ctx, calls("1,Call,Call,Planned,2030-05-04 10:00,,Bob Hill,"));
    expect(more).toMatchObject({ status: "done", updated: 1, errors: 0 });
    expect(await links()).toEqual(["Call: account Acme, contact Bob Hill"]);
    await reverted(more.id);
    expect(await links()).toEqual(["Call: account Acme"]);
  });

  test("names each row with a record that does not exist, in the preview, and leaves it out", async () => {
    await importAll(ctx, records);
    const { id, files } = await upload(
      ctx,
      calls(
        "1,Good,Call,Planned,2030-05-04 10:00,Acme,,",
        "2,Unknown account,Call,Planned,2030-05-04 10:00,Nobody Inc,,",
        "3,Unknown contact,Call,Planned,2030-05-04 10:00,,nobody@x.example,Nothing",
      ),
    );
    const fileId = files[0]?.id ?? "";
    await check(ctx, id);
    const named = [
      "3 Account: “Nobody Inc” is not among your accounts.",
      "4 Contact: “nobody@x.example” is not among your contacts.",
      "4 Opportunity: “Nothing” is not among your opportunities.",
    ];
    expect(await problemsOf(id, fileId)).toEqual(named);
    expect(await links()).toEqual([]);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 1, errors: 2 });
    expect(await problemsOf(id, fileId)).toEqual(named);
    expect(await links()).toEqual(["Good: account Acme"]);
  });

  test("is recognised by its name and columns, and needs no answer about them", async () => {
    const { id, files } = await upload(ctx, {
      "hubspot-tasks.csv": "Task title,Due date,Assigned to,Associated Company\nCall Ann,2026-11-30,,\n",
    });
    expect(files).toMatchObject([{ entity: "activity" }]);
    expect(await analyseImport(ctx, { id })).toMatchObject([{ blockers: [] }]);
  });
});

describe("imported activities", () => {
  test("count as no touch of their records", async () => {
    await importAll(ctx, records);
    const before = await touches();
    await importAll(ctx, calls("1,Call,Call,Completed,2026-05-04 10:00,Acme,Ann Field,Rollout"));
    expect(await touches()).toEqual(before);
  });

  const touches = async () =>
    await adminQuery(
      `select name, touched_at from accounts where tenant_id = $1
       union all select name, touched_at from opportunities where tenant_id = $1
       union all select name, last_contacted_at from contacts where tenant_id = $1 order by 1`,
      [ctx.tenant.id],
    );

  test("are linked only to what the importer sees, and seen by those who see a record of theirs", async () => {
    const visibility = { account: "own", contact: "own" } as const;
    for (const [entity, level] of Object.entries(visibility))
      await workspace.system.db.visibilitySetting.create({ data: { entity, level } });
    const [manager, other] = [await workspace.join("manager"), await workspace.join("member")];
    const mine = await workspace.as(manager, { visibility });
    const theirs = await workspace.as(other, { visibility });
    await accountOperations.create(mine, { name: "Mine" });
    await accountOperations.create(theirs, { name: "Theirs" });
    await contactOperations.create(ctx, { lastName: "Of all", ownerId: null });
    const { id, files } = await upload(
      mine,
      calls(
        "1,Hidden,Call,Planned,2030-05-04 10:00,Theirs,,",
        "2,Own,Call,Planned,2030-05-04 10:00,Mine,,",
        "3,Shared,Call,Planned,2030-05-04 10:00,Mine,Of all,",
      ),
    );
    await check(mine, id);
    expect(await run(mine, id)).toMatchObject({ status: "done", created: 2, errors: 1 });
    const named = (await listImportProblems(mine, { id, fileId: files[0]?.id ?? "" })).rows;
    expect(named.flatMap(({ problems }) => problems.map(({ reason }) => reason))).toEqual([
      "“Theirs” is not among your accounts.",
    ]);
    expect((await activityOperations.list(theirs, {})).rows.map(({ name }) => name)).toEqual(["Shared"]);
  });
});
