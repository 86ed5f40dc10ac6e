import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { declaredNouns } from "@/registry/nouns";
import { relationsTo } from "@/registry/relations";
import type { Ctx } from "@/server/context";
import { linksIn } from "@/server/nouns/links";
import { testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { newMark } from "./new-mark";
import { makeRecord } from "./noun-rows";
import { nounsInDepth } from "./tiers";

// Whatever noun has links: both ends know of them, and they lead to records of the workspace alone.

type Values = Readonly<Record<string, unknown>>;
type Calls = Readonly<
  Record<"update", (ctx: Ctx, input: Values) => Promise<Values>> &
    Record<"list", (ctx: Ctx, input: Values) => Promise<{ rows: { id: string }[]; total: unknown }>>
>;
const all = Object.values(declaredNouns);
const linked = all.flatMap((declared) =>
  linksIn(declared.noun.fields).flatMap(([name, { to, label, shownAtDate }]) =>
    to.map(
      (entity) =>
        [`${declared.noun.entity}.${name} to ${entity}`, { declared, name, label, entity, shownAtDate }] as const,
    ),
  ),
);

let ctx: Ctx;
let ids: Readonly<Record<string, string>>;
let elsewhere: Readonly<Record<string, string>>;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("owner");
  ({ ids } = await fillWorkspace(ctx));
  ({ ids: elsewhere } = await fillWorkspace(await (await testWorkspace()).role("owner")));
});

test("nouns with links are tried in depth", () => {
  const deep = nounsInDepth(all);
  expect(linked.filter(([, { declared }]) => !deep.includes(declared.noun.entity))).toEqual([]);
});

describe.each(linked)("links of %s", (_title, { declared, name, label, entity, shownAtDate }) => {
  const { noun } = declared;
  const calls = declared as unknown as Calls;
  const linksOf = (id: string) =>
    adminQuery("select to_entity, to_id from record_links where from_id = $1 and field = $2", [id, name]);
  const make = () => {
    const treeless = Object.fromEntries(
      Object.entries(noun.fields).flatMap(([at, field]) =>
        "to" in field && String(field.to) === noun.entity ? [[`${at}Id`, null]] : [],
      ),
    );
    const sample = { marker: `sample-${newMark()}`, memberId: ctx.member?.id ?? "", ids };
    return makeRecord(ctx, declared, sample, treeless);
  };

  test("show both records the other one: in its field, in its tab, and in its timeline", async () => {
    const id = await make();
    const toId = ids[entity] ?? "";
    const changed = await calls.update(ctx, { id, version: 1, [name]: [{ entity, id: toId }] });
    expect(changed).toMatchObject({ version: 2, [name]: [{ entity, id: toId }] });
    expect(relationsTo(ctx, entity)).toContainEqual({ entity: noun.entity, field: name, label });
    const conditions = [{ field: name, op: "anyOf", value: [toId] }];
    const { rows, total } = await calls.list(ctx, { conditions });
    expect([rows.map((row) => row.id), total]).toEqual([[id], 1]);
    const told = await adminQuery(
      `select 1 from events e join event_subjects s on s.tenant_id = e.tenant_id and s.event_id = e.id
       where e.entity_id = $1 and s.entity = $2 and s.entity_id = $3`,
      [id, entity, toId],
    );
    // Timelines show such a record itself, at its own date.
    expect(told).toHaveLength(shownAtDate ? 0 : 1);
    await calls.update(ctx, { id, version: 2, [name]: [] });
    expect(await linksOf(id)).toEqual([]);
  });

  test("lead to no record of another workspace, and to none that does not exist", async () => {
    const id = await make();
    const before = await linksOf(id);
    for (const toId of [elsewhere[entity] ?? "", randomUUID()]) {
      const link = calls.update(ctx, { id, version: 1, [name]: [{ entity, id: toId }] });
      await expect(link).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await linksOf(id)).toEqual(before);
    expect(await adminQuery("select 1 from events where entity_id = $1", [id])).toEqual([]);
  });
});
