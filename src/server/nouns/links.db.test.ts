import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { field } from "@/lib/fields/build";
import { defineNoun } from "@/lib/nouns/define";
import { unseenRecord } from "@/lib/unseen-record";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contacts } from "@/modules/crm/contacts/fields";
import { crm } from "@/modules/crm/module";
import { productOperations } from "@/modules/crm/products/operations";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import { ownersSeen } from "@/server/scope";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { crud } from "./crud";

/** Contacts that link to accounts and products, each link with a note. */
const linked = defineNoun("contact", {
  fields: {
    ...contacts.fields,
    about: field.links({
      label: "About",
      to: ["account", "product"],
      data: z.object({ note: z.string().max(20) }),
      most: 3,
    }),
  },
  naturalKeys: [["emails"], ["account", "name"]],
});
const people = crud(crm, linked, {
  targets: { account: accountOperations.scope, owner: memberScope, nextStepOwner: memberScope, nextOwner: memberScope },
});

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("owner");
});

const accountOf = async (name: string, of: Ctx = ctx) => (await accountOperations.create(of, { name })).id;
const productOf = async (name: string) => (await productOperations.create(ctx, { name })).id;
const account = (id: string) => ({ entity: "account", id });
const product = (id: string) => ({ entity: "product", id });
const stored = async (id: string) =>
  await adminQuery(
    "select to_entity, to_id, data from record_links where from_id = $1 and field = 'about' order by position",
    [id],
  );

describe("links of a record", () => {
  test("are answered in their order with names and data, by get, list and its filter", async () => {
    const [acme, pump] = [await accountOf("Acme"), await productOf("Pump")];
    const about = [{ ...product(pump), data: { note: "asked" } }, account(acme)];
    const made = await people.create(ctx, { name: "Ann Field", about });
    const answered = [
      { entity: "product", id: pump, name: "Pump", data: { note: "asked" } },
      { entity: "account", id: acme, name: "Acme", data: null },
    ];
    expect(made.about).toEqual(answered);
    expect((await people.get(ctx, { id: made.id })).about).toEqual(answered);
    const other = await people.create(ctx, { name: "Bob Hill" });
    expect(other.about).toEqual([]);
    const found = await people.list(ctx, { conditions: [{ field: "about", op: "anyOf", value: [pump] }] });
    expect(found.rows.map(({ id, about: links }) => [id, links])).toEqual([[made.id, answered]]);
    const rest = await people.list(ctx, { conditions: [{ field: "about", op: "noneOf", value: [pump] }] });
    expect(rest.rows.map(({ id }) => id)).toEqual([other.id]);
  });

  test("are one versioned field: a change has its event before and after, and repeats none", async () => {
    const [acme, pump] = [await accountOf("Before"), await productOf("After")];
    const made = await people.create(ctx, { name: "Cay Moor", about: [account(acme)] });
    const same = await people.update(ctx, { id: made.id, version: 1, about: [account(acme)] });
    expect(same.version).toBe(1);
    const changed = await people.update(ctx, { id: made.id, version: 1, about: [product(pump)] });
    expect(changed).toMatchObject({ version: 2, about: [{ id: pump }] });
    const [event] = await adminQuery("select before, after from events where entity_id = $1 and entity_version = 2", [
      made.id,
    ]);
    expect(event).toEqual({
      before: { about: [{ ...account(acme), data: null }] },
      after: { about: [{ ...product(pump), data: null }] },
    });
    await expect(people.update(ctx, { id: made.id, version: 1, about: [] })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { changed: ["about"] },
    });
    expect(await stored(made.id)).toMatchObject([{ to_id: pump }]);
    const parents = await adminQuery(
      `select s.entity, s.entity_id from event_subjects s join events e on e.tenant_id = s.tenant_id and e.id = s.event_id
       where e.entity_id = $1 and e.entity_version = 2 and s.entity <> 'contact' order by s.entity`,
      [made.id],
    );
    expect(parents).toEqual([
      { entity: "account", entity_id: acme },
      { entity: "product", entity_id: pump },
    ]);
  });

  test("to a record that does not exist, is hidden or of another workspace are refused, and nothing is written", async () => {
    const foreign = await accountOf("Foreign", await (await testWorkspace()).role("owner"));
    const hiding = await testWorkspace();
    const [owner, member] = [await hiding.role("owner"), await hiding.role("member")];
    const hidden = await accountOf("Hidden", owner);
    const sight = { ...member, tenant: { ...member.tenant, visibility: { account: "own" } } } as Ctx;
    for (const [actor, id] of [
      [ctx, "01a00000-0000-7000-8000-000000000000"],
      [ctx, foreign],
      [sight, hidden],
    ] as const) {
      await expect(people.create(actor, { name: "Refused", about: [account(id)] })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const written = "select 1 from contacts where name = 'Refused' and tenant_id = any($1)";
    expect(await adminQuery(written, [[ctx.tenant.id, hiding.tenant.id]])).toEqual([]);
    // A record of another noun under this id is no account either.
    const pump = await productOf("No account");
    await expect(people.create(ctx, { name: "Refused", about: [account(pump)] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("ask for the right to view the linked records", async () => {
    const acme = await accountOf("Acme");
    const made = await people.create(ctx, { name: "Hal Dune", about: [account(acme)] });
    const blind = { ...ctx, can: (permission) => permission !== "account:view" && ctx.can(permission) } as Ctx;
    expect((await people.get(blind, { id: made.id })).about).toMatchObject([{ id: null, name: unseenRecord }]);
    const other = await accountOf("Other");
    const change = { id: made.id, version: made.version, about: [account(other)] };
    await expect(people.update(blind, change)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await people.get(ctx, { id: made.id })).about).toMatchObject([{ id: acme }]);
  });

  test("that the writer may not open have no name, and stay when others are changed", async () => {
    const hiding = await testWorkspace();
    const [owner, member] = [await hiding.role("owner"), await hiding.role("member")];
    const [hidden, own] = [await accountOf("Hidden", owner), await accountOf("Own", member)];
    const made = await people.create(owner, { name: "Dan Lake", ownerId: null, about: [account(hidden)] });
    await people.update(owner, { id: made.id, version: 1, ownerId: member.member?.id ?? null });
    const sight = { ...member, tenant: { ...member.tenant, visibility: { account: "own" } } } as Ctx;
    const seen = await people.get(sight, { id: made.id });
    expect(seen.about).toEqual([{ entity: "account", id: null, name: unseenRecord, data: null }]);
    const changed = await people.update(sight, { id: made.id, version: seen.version, about: [account(own)] });
    expect(changed.about.map(({ name }) => name)).toEqual(["Own", unseenRecord]);
    expect(await stored(made.id)).toMatchObject([{ to_id: own }, { to_id: hidden }]);
  });

  test("are hidden from a viewer who sees no account, and cannot be made by one", async () => {
    const grants = [{ permission: "contact:edit", effect: "allow" }] as const;
    const viewer = await workspace.as(await workspace.join("viewer"), {
      grants: [...grants],
      visibility: { account: "own" },
    });
    // No list of owners stands for "none": it would be read as "all".
    expect(() => ownersSeen(viewer, "account")).toThrow("sees no account");
    const acme = await accountOf("Unseen");
    const ownerId = viewer.member?.id ?? null;
    const made = await people.create(ctx, { name: "Eve Moor", ownerId, about: [account(acme)] });
    expect((await people.get(viewer, { id: made.id })).about).toEqual([
      { entity: "account", id: null, name: unseenRecord, data: null },
    ]);
    const change = { id: made.id, version: made.version, about: [account(await accountOf("Other"))] };
    await expect(people.update(viewer, change)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await stored(made.id)).toMatchObject([{ to_id: acme }]);
  });

  test("are limited, and each record is linked once", () => {
    const { input } = people.create;
    const id = "01a00000-0000-7000-8000-000000000000";
    const messageOf = (about: object[]) => input.safeParse({ name: "Ann", about }).error?.issues[0]?.message;
    expect(messageOf([account(id), account(id)])).toBe("This record is linked twice.");
    const many = [0, 1, 2, 3].map((last) => account(id.slice(0, -1) + last));
    expect(messageOf(many)).toBe("Link at most 3 records.");
    expect(messageOf([{ ...account(id), data: { note: "x".repeat(21) } }])).toBeDefined();
    expect(messageOf([{ entity: "member", id }])).toBeDefined();
  });
});

describe("when a linked record is deleted", () => {
  test("its links go with it, from both sides, and so do its followers", async () => {
    const acme = await accountOf("Goes");
    const made = await people.create(ctx, { name: "Eve Reed", about: [account(acme)] });
    await adminQuery(
      "insert into record_follows (id, tenant_id, member_id, entity, record_id, state) values (gen_random_uuid(), $1, $2, 'account', $3, 'following')",
      [ctx.tenant.id, ctx.member?.id, acme],
    );
    await accountOperations.delete(ctx, { id: acme, version: 1 });
    expect((await people.get(ctx, { id: made.id })).about).toEqual([]);
    expect(await stored(made.id)).toEqual([]);
    expect(await adminQuery("select 1 from record_follows where record_id = $1", [acme])).toEqual([]);
    const beta = await accountOf("Stays");
    const second = await people.create(ctx, { name: "Fay Hill", about: [account(beta)] });
    await people.delete(ctx, { id: second.id, version: second.version });
    expect(await stored(second.id)).toEqual([]);
  });

  test("a link that is written at the same time does not survive it", async () => {
    const acme = await accountOf("Races");
    await using table = await hold("lock table record_links in exclusive mode");
    const linking = people.create(ctx, { name: "Gus Vale", about: [account(acme)] });
    await expect.poll(howManyWait).toBe(1);
    const deleting = accountOperations.delete(ctx, { id: acme, version: 1 });
    await expect.poll(howManyWait).toBe(2);
    await table.release();
    const made = await linking;
    await deleting;
    expect(await stored(made.id)).toEqual([]);
    expect((await people.get(ctx, { id: made.id })).about).toEqual([]);
  });
});
