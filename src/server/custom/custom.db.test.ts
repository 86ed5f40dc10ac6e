import { beforeAll, describe, expect, test } from "vitest";
import type { Contact } from "@/modules/crm/contacts/fields";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import "@/registry/register";
import { later, testWorkspace } from "@/test/ctx";

let ctx: Ctx;

beforeAll(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const field = (key: string, kind: string, settings: object = {}, more: object = {}) =>
    owner.db.customField.create({
      data: { entity: "contact", key, kind, label: key, position: 1, settings, updatedAt: new Date(), ...more },
    });
  await field("region", "text");
  await field("score", "number", { decimals: 1 });
  await field("budget", "money");
  await field("since", "date");
  await field("seen", "instant");
  await field("vip", "boolean");
  await field("tier", "choice", {
    options: [
      { value: "gold", label: "Gold" },
      { value: "tin", label: "Tin" },
    ],
  });
  await field("topics", "choices", {
    options: [
      { value: "a", label: "A" },
      { value: "b", label: "B" },
      { value: "c", label: "C" },
    ],
  });
  await field("buddy", "member");
  await field("partner", "reference", { to: "account" });
  await owner.db.tag.create({ data: { id: newId(), name: "Hot", nameKey: "hot", color: "red" } });
  ctx = await later(owner);
});

const make = (firstName: string, custom: object, tags: string[] = []) =>
  contactOperations.create(ctx, { firstName, custom, tags } as never);
const names = async (input: object) =>
  (await contactOperations.list(ctx, input as never)).rows.map(({ firstName }) => firstName);
const where = (field: string, op: string, value?: unknown) =>
  names({ conditions: [{ field, op, ...(value === undefined ? {} : { value }) }] });

describe("custom fields", () => {
  let ann: Contact;
  let tag: string;
  let buddy: string;
  const given = {
    region: "North Émea",
    score: 7.5,
    budget: { amount: 120000, currency: "EUR" },
    since: "2026-01-31",
    seen: "2026-02-03T10:00:00.000Z",
    vip: true,
    tier: "gold",
    topics: ["c", "a"],
  };

  beforeAll(async () => {
    tag = ctx.tenant.custom.tags[0]?.id ?? "";
    buddy = ctx.member?.id ?? "";
    ann = await make("Ann", { ...given, buddy }, [tag]);
    await make("Bea", { score: 3, topics: ["b"], tier: "tin" });
    await make("Cid", {});
  });

  test("keep values of all kinds with their record", () => {
    expect(ann.custom).toMatchObject({ ...given, topics: ["a", "c"], buddy: { id: buddy }, partner: null });
    expect(ann.tags).toEqual([tag]);
  });

  test("filter lists as built-in fields do", async () => {
    expect(await where("custom.region", "contains", "émea")).toEqual(["Ann"]);
    expect(await where("custom.region", "isNot", "north émea")).toEqual(["Bea", "Cid"]);
    expect(await where("custom.score", "atLeast", 3.5)).toEqual(["Ann"]);
    expect(await where("custom.budget", "is", "120000 EUR")).toEqual(["Ann"]);
    expect(await where("custom.since", "before", "2026-02-01")).toEqual(["Ann"]);
    expect(await where("custom.seen", "after", "2026-02-02")).toEqual(["Ann"]);
    expect(await where("custom.seen", "after", "2026-02-03T10:59:59.999+01:00")).toEqual(["Ann"]);
    expect(await where("custom.seen", "after", "2026-02-03T10:00:00.000Z")).toEqual([]);
    expect(await where("custom.buddy", "is", "me")).toEqual(["Ann"]);
  });

  test("read no answer to yes or no as a no", async () => {
    expect(await where("custom.vip", "is", true)).toEqual(["Ann"]);
    expect(await where("custom.vip", "is", false)).toEqual(["Bea", "Cid"]);
    expect(await where("custom.vip", "isNot", false)).toEqual(["Ann"]);
  });

  test("filter lists by one or several choices, and by tags", async () => {
    expect(await where("custom.tier", "anyOf", ["gold", "tin"])).toEqual(["Ann", "Bea"]);
    expect(await where("custom.topics", "allOf", ["a", "c"])).toEqual(["Ann"]);
    expect(await where("custom.topics", "noneOf", ["a", "c"])).toEqual(["Bea", "Cid"]);
    expect(await where("custom.topics", "empty")).toEqual(["Cid"]);
    expect(await where("tags", "anyOf", [tag])).toEqual(["Ann"]);
  });

  test("sort lists, records without a value last, across pages", async () => {
    const sort = { field: "custom.score", direction: "desc" };
    expect(await names({ sort: { ...sort, direction: "asc" } })).toEqual(["Bea", "Ann", "Cid"]);
    expect(await names({ sort })).toEqual(["Ann", "Bea", "Cid"]);
    const first = await contactOperations.list(ctx, { sort, limit: 1 } as never);
    expect(await names({ sort, cursor: first.nextCursor })).toEqual(["Bea", "Cid"]);
  });

  test("group lists", async () => {
    const groups = await contactOperations.groups(ctx, { group: "custom.tier" } as never);
    expect(groups.map(({ value, count }) => `${value} ${count}`).sort()).toEqual(["gold 1", "null 1", "tin 1"]);
  });

  test("change apart from each other, and conflict where two people change the same one", async () => {
    const { id, version } = ann;
    const change = (custom: object) => contactOperations.update(ctx, { id, version, custom } as never);
    expect((await change({ score: null })).custom).toMatchObject({ score: null, region: "North Émea" });
    expect((await change({ region: "South" })).custom).toMatchObject({ score: null, region: "South" });
    await expect(change({ region: "West" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await contactOperations.get(ctx, { id })).custom.region).toBe("South");
  });

  test("refuse values that do not fit, and names that no field has", async () => {
    await expect(make("Dan", { nothing: 1 })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(make("Dan", { score: "x" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await names({ q: "Dan" })).toEqual([]);
  });
});
