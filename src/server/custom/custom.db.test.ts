import { beforeAll, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx } from "@/server/context";
import { newId } from "@/server/new-id";
import "@/registry/parts";
import { testWorkspace } from "@/test/ctx";

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
  const tenant = await tenantById(workspace.tenant.id);
  if (!tenant) throw new Error("no tenant");
  ctx = createCtx({ tenant, actor: owner.actor, member: owner.member, peers: owner.peers });
});

describe("custom fields", () => {
  test("are written, read, filtered, sorted and grouped as built-in ones", async () => {
    const tag = ctx.tenant.custom.tags[0]?.id ?? "";
    const buddy = ctx.member?.id ?? "";
    const make = (firstName: string, custom: object, tags: string[] = []) =>
      contactOperations.create(ctx, { firstName, custom, tags } as never);
    const whole = await make(
      "Ann",
      {
        region: "North Émea",
        score: 7.5,
        budget: { amount: 120000, currency: "EUR" },
        since: "2026-01-31",
        seen: "2026-02-03T10:00:00.000Z",
        vip: true,
        tier: "gold",
        topics: ["c", "a"],
        buddy,
      },
      [tag],
    );
    expect(whole.custom).toMatchObject({
      region: "North Émea",
      score: 7.5,
      budget: { amount: 120000, currency: "EUR" },
      since: "2026-01-31",
      seen: "2026-02-03T10:00:00.000Z",
      vip: true,
      tier: "gold",
      topics: ["a", "c"],
      buddy: { id: buddy },
      partner: null,
    });
    expect(whole.tags).toEqual([tag]);
    await make("Bea", { score: 3, topics: ["b"], tier: "tin" });
    await make("Cid", {});
    const names = async (input: object) =>
      (await contactOperations.list(ctx, input as never)).rows.map(({ firstName }) => firstName);
    const where = (field: string, op: string, value?: unknown) =>
      names({ conditions: [{ field, op, ...(value === undefined ? {} : { value }) }] });
    expect(await names({ sort: { field: "custom.score", direction: "asc" } })).toEqual(["Bea", "Ann", "Cid"]);
    expect(await names({ sort: { field: "custom.score", direction: "desc" } })).toEqual(["Ann", "Bea", "Cid"]);
    expect(await where("custom.region", "contains", "émea")).toEqual(["Ann"]);
    expect(await where("custom.region", "isNot", "north émea")).toEqual(["Bea", "Cid"]);
    expect(await where("custom.score", "atLeast", 3.5)).toEqual(["Ann"]);
    expect(await where("custom.budget", "is", "120000 EUR")).toEqual(["Ann"]);
    expect(await where("custom.since", "before", "2026-02-01")).toEqual(["Ann"]);
    expect(await where("custom.seen", "after", "2026-02-02")).toEqual(["Ann"]);
    expect(await where("custom.vip", "is", true)).toEqual(["Ann"]);
    expect(await where("custom.vip", "is", false)).toEqual(["Bea", "Cid"]);
    expect(await where("custom.vip", "isNot", false)).toEqual(["Ann"]);
    expect(await where("custom.tier", "anyOf", ["gold", "tin"])).toEqual(["Ann", "Bea"]);
    expect(await where("custom.topics", "allOf", ["a", "c"])).toEqual(["Ann"]);
    expect(await where("custom.topics", "noneOf", ["a", "c"])).toEqual(["Bea", "Cid"]);
    expect(await where("custom.topics", "empty")).toEqual(["Cid"]);
    expect(await where("custom.buddy", "is", "me")).toEqual(["Ann"]);
    expect(await where("tags", "anyOf", [tag])).toEqual(["Ann"]);
    const groups = await contactOperations.groups(ctx, { group: "custom.tier" } as never);
    expect(groups.map(({ value, count }) => `${value} ${count}`).sort()).toEqual(["gold 1", "null 1", "tin 1"]);
    const page = await contactOperations.list(ctx, {
      sort: { field: "custom.score", direction: "desc" },
      limit: 1,
    } as never);
    const rest = await names({ sort: { field: "custom.score", direction: "desc" }, cursor: page.nextCursor });
    expect(rest).toEqual(["Bea", "Cid"]);
    const changed = await contactOperations.update(ctx, {
      id: whole.id,
      version: whole.version,
      custom: { score: null },
    } as never);
    expect(changed.custom).toMatchObject({ score: null, region: "North Émea" });
    const again = await contactOperations.update(ctx, {
      id: whole.id,
      version: whole.version,
      custom: { region: "South" },
    } as never);
    expect(again.custom).toMatchObject({ score: null, region: "South" });
    await expect(
      contactOperations.update(ctx, { id: whole.id, version: whole.version, custom: { region: "West" } } as never),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(make("Dan", { nothing: 1 })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(make("Dan", { score: "x" })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
