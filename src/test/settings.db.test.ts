import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { customKey } from "@/lib/fields/custom";
import { type Field, inputName } from "@/lib/fields/field";
import { nouns } from "@/lib/nouns/all";
import { referencesOfParts } from "@/lib/nouns/parts";
import { maxSettings } from "@/lib/nouns/settings";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { listChanges } from "@/modules/platform/history/events/operations/changes";
import { crmEntry } from "@/registry/crm";
import { declaredNouns } from "@/registry/nouns";
import { pmoEntry } from "@/registry/pmo";
import { relationsTo } from "@/registry/relations";
import type { Ctx } from "@/server/context";
import { snakeCase } from "@/server/nouns/snake-case";
import { relayOnce } from "@/server/outbox/relay";
import { later, type TestMember, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { FeedReader } from "./feed-reader";
import { filledOwner } from "./filled-owner";
import { makeRecord } from "./noun-rows";
import { servedJobs } from "./served-jobs";
import { rest } from "./tenancy/doors";

// Whatever noun is a list in the settings: its records have an order, and go into one another with all that refers to them.

type Row = { id: string; name: string; version: number; position: number | null };
type Acts = Record<
  "move" | "merge" | "archive" | "restore" | "get" | "create",
  (ctx: Ctx, input: object) => Promise<Row>
> & {
  list(ctx: Ctx, input: object): Promise<{ rows: Row[] }>;
};
const all = Object.values(declaredNouns);
const lists = all
  .filter(({ noun }) => noun.settings)
  .map((declared) => [declared.noun.entity, { declared, acts: declared as unknown as Acts }] as const);
const others = all.filter(({ noun }) => !noun.settings);

const { consumer } = servedJobs(...[...crmEntry.jobs, ...pmoEntry.jobs].filter(({ id }) => id.startsWith("merge-")));

let ctx: Ctx;
let member: TestMember;
let ids: Readonly<Record<string, string>>;
let key: Record<string, string>;
beforeAll(async () => {
  ({ member, ctx, ids, key } = await filledOwner());
});

test("there are lists, and no other noun has an order or is merged", () => {
  expect(lists.length).toBeGreaterThan(0);
  for (const one of others)
    expect([one.noun.entity, "move" in one, "merge" in one]).toEqual([one.noun.entity, false, false]);
});

describe.each(lists)("the list of %s", (entity, { declared, acts }) => {
  const { head } = declared.noun;
  const inList = { sort: { field: "position", direction: "asc" }, limit: 100 };
  const order = async () => (await acts.list(ctx, inList)).rows.map(({ id }) => id);
  const make = () => makeRecord(ctx, declared, { marker: `Entry ${randomUUID()}`, memberId: member.id, ids });
  const eventsOf = (id: string) =>
    adminQuery<{ name: string; data: object }>("select name, data from events where entity_id = $1 order by at, id", [
      id,
    ]);
  const stored = () =>
    adminQuery(`select id, position, archived_at, version from ${head.table} where tenant_id = $1 order by id`, [
      ctx.tenant.id,
    ]);

  test("puts new entries last, and moves one by a single event", async () => {
    const made = [await make(), await make(), await make()];
    const [one = "", two = "", three = ""] = made;
    expect((await order()).slice(-3)).toEqual(made);
    await acts.move(ctx, { id: three, after: one });
    expect((await order()).slice(-3)).toEqual([one, three, two]);
    const moved = await rest("POST", `/${head.path}/${two}/move`, key, { after: null });
    expect(moved).toMatchObject({ status: 200, body: { data: { id: two, position: 1, version: 1 } } });
    expect((await order())[0]).toBe(two);
    expect(await eventsOf(three)).toEqual([{ name: `${entity}.moved`, data: { afterId: one } }]);
    await acts.move(ctx, { id: three, after: one });
    expect(await eventsOf(three)).toHaveLength(1);
    const { rows } = await listChanges(ctx, { entities: [entity] });
    expect(rows.map((row) => row.name)).toContain(`${entity}.moved`);
  });

  test("refuses places that do not exist, and changes nothing", async () => {
    const [id, away] = [await make(), await make()];
    await acts.archive(ctx, { id: away, version: 1 });
    const stranger = await (await testWorkspace()).role("owner");
    const before = await stored();
    const refused = { code: "VALIDATION" };
    await expect(acts.move(ctx, { id, after: id })).rejects.toMatchObject(refused);
    await expect(acts.move(ctx, { id, after: away })).rejects.toMatchObject(refused);
    await expect(acts.move(ctx, { id: away, after: id })).rejects.toMatchObject(refused);
    await expect(acts.move(ctx, { id, after: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(acts.move(stranger, { id, after: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await stored()).toEqual(before);
  });

  test("has room for a limited number of entries", async () => {
    const full = await filledOwner();
    await adminQuery(
      `insert into ${head.table} (id, tenant_id, name, name_key, updated_at)
       select gen_random_uuid(), $1, 'Entry ' || n, 'entry ' || n, now() from generate_series(2, $2) n`,
      [full.ctx.tenant.id, maxSettings],
    );
    const fields = [
      { path: "name", message: `A workspace can have at most ${maxSettings} ${head.many}. Merge two of them first.` },
    ];
    await expect(acts.create(full.ctx, { name: "One more" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields },
    });
    const count = await adminQuery(`select count(*)::int from ${head.table} where tenant_id = $1`, [
      full.ctx.tenant.id,
    ]);
    expect(count).toEqual([{ count: maxSettings }]);
  });

  test("refuses merges that cannot be, and changes nothing", async () => {
    const [id, away] = [await make(), await make()];
    await acts.archive(ctx, { id: away, version: 1 });
    const before = await stored();
    await expect(acts.merge(ctx, { id, version: 1, intoId: id })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(acts.merge(ctx, { id, version: 1, intoId: away })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(acts.merge(ctx, { id, version: 7, intoId: ids[entity] })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(acts.merge(ctx, { id, version: 1, intoId: randomUUID() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await stored()).toEqual(before);
  });

  test("merges an entry into another one: whatever refers to it refers to the other one, and it is deleted", async () => {
    const usual = await createCustomField(ctx, {
      entity: "account",
      label: `Usual ${nouns[entity].one}`,
      kind: "reference",
      settings: { to: entity },
    });
    const now = await later(ctx);
    const [from, into, last] = [await make(), await make(), await make()];
    const pointing = all.flatMap((other) =>
      Object.entries<Field>(other.noun.fields).flatMap(([name, field]) =>
        field.kind === "reference" && "to" in field && field.to === entity ? [{ other, name, field }] : [],
      ),
    );
    const inParts = all.flatMap(({ noun }) => referencesOfParts(noun.parts).filter(({ to }) => to === entity));
    expect(relationsTo(ctx, entity).length).toBe(pointing.length + inParts.length);
    const records = await Promise.all(
      pointing.map(async ({ other, name, field }) => ({
        table: other.noun.head.table,
        column: `${snakeCase(name)}_id`,
        entity: other.noun.entity,
        id: await makeRecord(
          ctx,
          other,
          { marker: `Holder ${randomUUID()}`, memberId: member.id, ids },
          { [inputName(name, field)]: from },
        ),
      })),
    );
    const field = `custom.${usual.key}`;
    const account = await declaredNouns.account.create(now, {
      name: `Firm ${randomUUID()}`,
      custom: { [customKey(field)]: from },
    });
    await adminQuery(
      `insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
       values (gen_random_uuid(), $1, 'account', $2, 'about', 1, $3, $4), (gen_random_uuid(), $1, 'account', $2, 'about', 2, $3, $5)`,
      [ctx.tenant.id, account.id, entity, from, last],
    );
    const feed = await new FeedReader([entity]).start(now);
    expect(await acts.merge(now, { id: from, version: 1, intoId: into })).toMatchObject({ id: into });
    // The other one goes into a third before the first merge has run.
    const merging = { code: "CONFLICT", message: `This ${head.one} is being merged into another one.` };
    await expect(acts.restore(now, { id: from, version: 2 })).rejects.toMatchObject(merging);
    await expect(acts.merge(now, { id: last, version: 1, intoId: from })).rejects.toMatchObject(merging);
    await acts.merge(now, { id: into, version: 2, intoId: last });
    const left = async () => {
      while (await relayOnce(consumer));
      return await adminQuery(`select id from ${head.table} where id in ($1, $2)`, [from, into]);
    };
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    for (const { table, column, id, entity: holder } of records) {
      const rows = await adminQuery(`select ${column} as at, version from ${table} where id = $1`, [id]);
      expect(rows, holder).toEqual([{ at: last, version: 2 }]);
      expect(await eventsOf(id)).toMatchObject([{ name: `${holder}.valuesMoved` }]);
    }
    const after = await declaredNouns.account.get(await later(now), { id: account.id });
    expect(after.custom[customKey(field)]).toMatchObject({ id: last });
    expect(await adminQuery("select to_id from record_links where from_id = $1", [account.id])).toEqual([
      { to_id: last },
    ]);
    expect((await eventsOf(from)).map(({ name }) => name)).toEqual([`${entity}.merged`, `${entity}.deleted`]);
    await feed.catchUp(now);
    expect(new Set(feed.removed), "tombstones of the merged ones").toEqual(new Set([from, into]));
  });
});
