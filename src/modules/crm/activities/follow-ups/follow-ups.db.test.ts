import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { localDay } from "@/lib/working-time";
import { listToday } from "@/modules/platform/data/today/operations/list";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { everyDay } from "@/test/digests";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../../accounts/operations";
import { contactOperations } from "../../contacts/operations";
import { createOpportunity, opportunityOperations } from "../../opportunities/operations/all";
import { moveOpportunity } from "../../opportunities/operations/move";
import type { Pipeline } from "../../pipelines/schema";
import { activityOperations } from "../operations/all";
import { noonOf } from "../rules";
import { countFollowUps, getFollowUpSettings, listFollowUps, setFollowUpSettings } from "./operations";

const dayMs = 86_400_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
const timeFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let ann: Ctx;
let bo: Ctx;
let annIs: TestMember;

beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  annIs = await workspace.join("member");
  ann = await workspace.as(annIs);
  bo = await workspace.role("member");
});

const completed = activityOperations.transitions.complete as unknown as typeof activityOperations.archive;
const complete = (ctx: Ctx, { id, version }: { id: string; version: number }) => completed(ctx, { id, version });
const selfOf = (ctx: Ctx) => ctx.member?.id ?? "";
const about = (id: string) => [{ entity: "opportunity", id }];
const plan = (ctx: Ctx, id: string, days: number, more: object = {}) =>
  activityOperations.create(ctx, {
    name: `Call in ${days} days`,
    startsAt: timeFromNow(days),
    about: about(id),
    ...more,
  });
const next = async (ctx: Ctx, id: string) => {
  const { nextTitle, nextAt, nextOwner } = await opportunityOperations.get(ctx, { id });
  return { title: nextTitle, at: nextAt, owner: nextOwner?.id ?? null };
};
const reasons = async (ctx: Ctx, input: Parameters<typeof listFollowUps>[1] = { scope: "all" }) =>
  Object.fromEntries((await listFollowUps(ctx, input)).items.map(({ name, reason }) => [name, reason]));

describe("the next step of a record", () => {
  test("is the earliest planned activity, or the written line where that is earlier", async () => {
    const { id, version } = await createOpportunity(ann, { name: "Copper" });
    expect(await next(ann, id)).toEqual({ title: null, at: null, owner: null });
    const late = await plan(ann, id, 9);
    const soon = await plan(ann, id, 2, { ownerId: selfOf(bo) });
    expect(await next(ann, id)).toEqual({ title: soon.name, at: soon.startsAt, owner: selfOf(bo) });
    const on = dayFromNow(1);
    await opportunityOperations.update(ann, { id, version, nextStep: "Send the offer", nextStepOn: on });
    expect(await next(ann, id)).toEqual({
      title: "Send the offer",
      at: noonOf(new Date(on), ann.tenant.timeZone)?.toISOString(),
      owner: selfOf(ann),
    });
    await opportunityOperations.update(ann, { id, version: version + 1, nextStep: null });
    await complete(bo, soon);
    expect((await next(ann, id)).title).toBe(late.name);
  });

  test("follows each change of an activity, without a new version of the record", async () => {
    const one = await createOpportunity(ann, { name: "One" });
    const other = await createOpportunity(ann, { name: "Other" });
    const made = await plan(ann, one.id, 3);
    const moved = timeFromNow(5);
    const again = await activityOperations.update(ann, {
      id: made.id,
      version: made.version,
      startsAt: moved,
      name: "Ask",
    });
    expect(await next(ann, one.id)).toMatchObject({ title: "Ask", at: moved });
    const linked = await activityOperations.update(ann, {
      id: made.id,
      version: again.version,
      about: about(other.id),
    });
    expect([(await next(ann, one.id)).title, (await next(ann, other.id)).title]).toEqual([null, "Ask"]);
    const archived = await activityOperations.archive(ann, { id: made.id, version: linked.version });
    expect((await next(ann, other.id)).title).toBeNull();
    const restored = await activityOperations.restore(ann, { id: made.id, version: archived.version });
    expect((await next(ann, other.id)).title).toBe("Ask");
    await activityOperations.delete(admin, { id: made.id, version: restored.version });
    expect((await next(ann, other.id)).title).toBeNull();
    for (const { id } of [one, other]) expect((await opportunityOperations.get(ann, { id })).version).toBe(1);
  });

  test("follows links that move to another record, as in a merge", async () => {
    const [from, into] = [
      await createOpportunity(ann, { name: "From" }),
      await createOpportunity(ann, { name: "Into" }),
    ];
    const made = await plan(ann, from.id, 3);
    const moved = "update record_links set to_id = $2 where from_id = $1 and field = 'about'";
    await adminQuery(moved, [made.id, into.id]);
    expect([(await next(ann, from.id)).title, (await next(ann, into.id)).title]).toEqual([null, made.name]);
  });

  test("is right after two activities were completed at once", async () => {
    const { id } = await createOpportunity(admin, { name: "Twice" });
    for (let round = 0; round < 5; round++) {
      const made = [await plan(admin, id, 1), await plan(admin, id, 2)];
      await Promise.all(made.map((one) => complete(admin, one)));
      expect(await next(admin, id)).toEqual({ title: null, at: null, owner: null });
    }
  });

  test("sorts and filters lists of opportunities and contacts", async () => {
    const [late, none, soon] = [
      await createOpportunity(ann, { name: "Late", nextStep: "Write", nextStepOn: dayFromNow(8) } as never),
      await createOpportunity(ann, { name: "None" }),
      await createOpportunity(ann, { name: "Soon" }),
    ];
    await plan(ann, soon.id, 1);
    const sorted = await opportunityOperations.list(ann, { sort: { field: "nextAt", direction: "asc" } });
    expect(sorted.rows.map(({ id }) => id)).toEqual([soon.id, late.id, none.id]);
    const before = { field: "nextAt", op: "before", value: dayFromNow(3) } as const;
    const found = await opportunityOperations.list(ann, { conditions: [before] });
    expect(found.rows.map(({ id }) => id)).toEqual([soon.id]);
  });
});

describe("an activity that one may not see", () => {
  test("is no next step for that member: not in values, sorts, filters or follow-ups", async () => {
    const visibility = { activity: "own" as const };
    const hidden = await workspace.as(annIs, { visibility });
    const { id } = await createOpportunity(hidden, { name: "Copper" });
    await plan(bo, id, 4, { name: "Secret call", ownerId: selfOf(bo) });
    expect(await next(ann, id)).toMatchObject({ title: "Secret call" });
    expect(await next(hidden, id)).toEqual({ title: null, at: null, owner: null });
    expect(await reasons(hidden, { scope: "mine" })).toEqual({ Copper: "none" });
    expect(await reasons(ann, { scope: "mine" })).toEqual({});
    const filled = { field: "nextAt", op: "notEmpty" } as const;
    expect((await opportunityOperations.list(hidden, { conditions: [filled] })).rows).toEqual([]);
    expect((await opportunityOperations.list(ann, { conditions: [filled] })).rows).toHaveLength(1);
    await plan(hidden, id, 2, { name: "Own call" });
    expect(await next(hidden, id)).toMatchObject({ title: "Own call" });
    expect(await reasons(hidden, { scope: "mine" })).toEqual({});
  });
});

describe("the follow-up list", () => {
  test("says why each record waits, and leaves out what has a next step", async () => {
    const lost = await createOpportunity(ann, { name: "Closed" });
    const { id: stageId } = pipeline.stages.find(({ type }) => type === "won") ?? { id: "" };
    await moveOpportunity(ann, { id: lost.id, stageId });
    await createOpportunity(ann, { name: "None" });
    const planned = await createOpportunity(ann, { name: "Planned" });
    await plan(ann, planned.id, 3);
    const past = { nextStep: "Call back", nextStepOn: dayFromNow(-3) };
    await createOpportunity(ann, { name: "Overdue", ...past } as never);
    await createOpportunity(ann, { name: "Undated", nextStep: "Call back" } as never);
    await createOpportunity(admin, { name: "Nobody", ownerId: null });
    const placeholder = await createPlaceholder(admin, {
      name: "Pat Holder",
      email: "pat@firm.example",
      role: "member",
    });
    await createOpportunity(admin, { name: "Placeholder", ownerId: placeholder.id });
    const leaver = await workspace.join("member");
    const left = await createOpportunity(admin, { name: "Left", ownerId: leaver.id });
    await plan(admin, left.id, 3, { ownerId: leaver.id });
    await removeMember(admin, { id: leaver.id, version: 1 });
    await contactOperations.create(ann, { firstName: "Lee", lastName: "Lead" } as never);
    await contactOperations.create(ann, { firstName: "Cass", lastName: "Customer", lifecycle: "customer" } as never);
    expect(await reasons(admin)).toEqual({
      None: "none",
      Overdue: "overdue",
      Undated: "undated",
      Nobody: "ownerNobody",
      Placeholder: "ownerPlaceholder",
      Left: "ownerLeft",
      "Lee Lead": "none",
    });
    const { items } = await listFollowUps(admin, { scope: "all" });
    expect(items.filter(({ hadActivity }) => !hadActivity).map(({ name }) => name)).toEqual(["Lee Lead"]);
    expect(await countFollowUps(admin, { scope: "all" })).toMatchObject({ total: 7, capped: false });
    expect(await reasons(admin, { scope: "all", reason: "overdue" })).toEqual({ Overdue: "overdue" });
    expect(await reasons(ann, { scope: "mine" })).toEqual({
      None: "none",
      Overdue: "overdue",
      Undated: "undated",
      "Lee Lead": "none",
    });
  });

  test("pages through all of them once, the one that waits longest first", async () => {
    for (let index = 0; index < 7; index++) await createOpportunity(ann, { name: `Deal ${index}` });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listFollowUps(ann, { scope: "mine", limit: 3, ...(cursor ? { cursor } : {}) });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `Deal ${index}`));
  });

  test("has a day that is over for its reader, as the page Today has", async () => {
    // Of these two zones, one has at each instant a day that the other does not have any more.
    const [east, west] = ["Pacific/Kiritimati", "Pacific/Pago_Pago"];
    const ended = localDay(new Date(), west);
    await createOpportunity(ann, { name: "Offer", nextStep: "Send it", nextStepOn: ended } as never);
    const seen = async (zone: string) => {
      await setWorkingHours(ann, { own: { zone, week: everyDay } });
      ann = await later(ann);
      const { rows } = await listToday(ann, { section: "overdue" });
      expect(rows.map(({ title }) => title)).toEqual(Object.keys(await reasons(ann)).map(() => "Send it"));
      return await reasons(ann);
    };
    expect(await seen(west)).toEqual({});
    expect(await seen(east)).toEqual({ Offer: "overdue" });
    expect(await countFollowUps(ann, { scope: "mine" })).toMatchObject({ total: 1, capped: false });
  });

  test("names only records that one sees", async () => {
    const own = await workspace.as(annIs, { visibility: { opportunity: "own", contact: "own" } });
    await createOpportunity(bo, { name: "Hidden" });
    await createOpportunity(ann, { name: "Shown" });
    expect(await reasons(own)).toEqual({ Shown: "none" });
    expect(await countFollowUps(own, { scope: "all" })).toMatchObject({ total: 1, capped: false });
  });

  test("shows no field that the member may not read", async () => {
    const account = await accountOperations.create(ann, { name: "Northwind" });
    await createOpportunity(ann, { name: "Deal", accountId: account.id });
    const blind = await workspace.as(annIs, { hiddenFields: { opportunity: ["owner", "account"] } });
    const shown = async (ctx: Ctx) =>
      (await listFollowUps(ctx, { scope: "all" })).items.map(({ owner, account }) => [owner?.id, account?.name]);
    expect(await shown(ann)).toEqual([[annIs.id, "Northwind"]]);
    expect(await shown(blind)).toEqual([[undefined, undefined]]);
  });

  test("has only the kinds of record that the member may view", async () => {
    await createOpportunity(ann, { name: "Deal" });
    await contactOperations.create(ann, { firstName: "Lee", lastName: "Lead" } as never);
    const grants = [{ permission: "contact:view", effect: "deny" }] as never;
    const without = await workspace.as(annIs, { grants });
    expect(Object.keys(await reasons(ann)).sort()).toEqual(["Deal", "Lee Lead"]);
    expect(await reasons(without)).toEqual({ Deal: "none" });
    expect(await countFollowUps(without, { scope: "all" })).toMatchObject({ total: 1, capped: false });
  });

  test("has the contacts of the lifecycle stages that the workspace chose", async () => {
    await contactOperations.create(ann, { firstName: "Lee", lastName: "Lead" } as never);
    await contactOperations.create(ann, { firstName: "Cass", lastName: "Customer", lifecycle: "customer" } as never);
    expect(await getFollowUpSettings(ann, {})).toEqual({ lifecycles: ["lead", "mql", "sql", "opportunity"] });
    await expect(setFollowUpSettings(ann, { lifecycles: ["customer"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await setFollowUpSettings(admin, { lifecycles: ["customer"] });
    expect(await reasons(ann)).toEqual({ "Cass Customer": "none" });
    await setFollowUpSettings(admin, { lifecycles: [] });
    expect(await reasons(ann)).toEqual({});
  });
});

test("two people who change the settings at once both get an answer, and one of the two holds", async () => {
  const both = [["lead"], ["customer"]] as const;
  for (let times = 0; times < 5; times += 1) {
    await Promise.all(both.map((lifecycles) => setFollowUpSettings(admin, { lifecycles: [...lifecycles] })));
    expect(both).toContainEqual((await getFollowUpSettings(admin, {})).lifecycles);
  }
});

test("activities of the same records that are completed at once leave the next one that is open", async () => {
  const deals = await Promise.all(["Iron", "Zinc"].map((name) => createOpportunity(ann, { name })));
  const links = deals.flatMap(({ id }) => about(id));
  const planned = [];
  for (const days of [1, 2, 3, 4, 5])
    planned.push(await plan(ann, "", days, { about: days % 2 ? links : links.toReversed() }));
  await Promise.all(planned.slice(0, 4).map((activity) => complete(ann, activity)));
  for (const { id } of deals) expect((await next(ann, id)).title).toBe("Call in 5 days");
});

test("a list is not sorted or filtered by a due time whose day the member may not read", async () => {
  const { id, version } = await createOpportunity(ann, { name: "Copper" });
  await opportunityOperations.update(ann, { id, version, nextStep: "Call", nextStepOn: dayFromNow(2) });
  const blind = await workspace.as(annIs, { hiddenFields: { opportunity: ["nextStepOn"] } });
  const sorted = { sort: [{ field: "nextAt", direction: "asc" as const }] };
  const filtered = { conditions: [{ field: "nextAt", op: "notEmpty" as const }] };
  for (const input of [sorted, filtered]) {
    expect((await opportunityOperations.list(ann, input as never)).rows).toHaveLength(1);
    await expect(opportunityOperations.list(blind, input as never)).rejects.toMatchObject({ code: "VALIDATION" });
  }
});

test("the opportunities alone are counted as they are listed, and it is said whether anything is planned", async () => {
  const asked = { scope: "all", entity: "opportunity" } as const;
  const [copper, glass] = [
    await createOpportunity(ann, { name: "Copper" }),
    await createOpportunity(bo, { name: "Glass" }),
  ];
  await contactOperations.create(ann, { firstName: "Lee", lastName: "Lead" });
  expect(await reasons(admin, asked)).toEqual({ Copper: "none", Glass: "none" });
  expect(await countFollowUps(admin, asked)).toEqual({ total: 2, capped: false, anyPlanned: false });
  expect(await countFollowUps(admin, { scope: "all", entity: "contact" })).toMatchObject({ total: 1 });

  await plan(bo, glass.id, 3);
  expect(await countFollowUps(admin, asked)).toEqual({ total: 1, capped: false, anyPlanned: true });
  expect(await reasons(admin, asked)).toEqual({ Copper: "none" });
  const hers = { ...asked, scope: "mine" } as const;
  expect(await countFollowUps(ann, hers), copper.id).toEqual({ total: 1, capped: false, anyPlanned: false });
});
