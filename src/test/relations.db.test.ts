import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import type { Noun } from "@/lib/nouns/define";
import { referencesIn } from "@/lib/nouns/relations";
import { declaredNouns } from "@/registry/nouns";
import { relationsTo } from "@/registry/relations";
import type { Ctx } from "@/server/context";
import { snakeCase } from "@/server/nouns/snake-case";
import { testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";

/** The id of no record. */
const nowhere = "01a00000-0000-7000-8000-000000000000";

type Call = (ctx: Ctx, input: object) => Promise<{ version: number }>;
type Counts = (ctx: Ctx, input: object) => Promise<{ rows: { id: string }[]; total: unknown }>;

let ctx: Ctx;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("owner");
  ({ ids } = await fillWorkspace(ctx));
});

/** A workspace holds one record of each noun, which has no other one above it. */
const parentsOf = ({ entity, fields }: Pick<Noun, "entity" | "fields">) =>
  referencesIn(fields).filter(([, { to }]) => to !== entity);
const belonging = Object.values(declaredNouns).filter(({ noun }) => parentsOf(noun).length > 0);

describe("a record that belongs to another", () => {
  test("exists", () => expect(belonging.length).toBeGreaterThan(0));

  test.each(belonging.map((one) => [one.noun.entity, one] as const))(
    "%s: the other has a tab that counts it",
    async (entity, { noun, list }) => {
      for (const [field, { to, label }] of parentsOf(noun)) {
        expect(relationsTo(ctx, to)).toContainEqual({ entity, field, label });
        const countOf = async (id: string) => {
          const conditions = [{ field, op: "anyOf", value: [id] }];
          return await (list as unknown as Counts)(ctx, { conditions });
        };
        const { rows, total } = await countOf(ids[to] ?? "");
        expect([rows.map(({ id }) => id), total], field).toEqual([[ids[entity]], 1]);
        expect(await countOf(nowhere), field).toMatchObject({ rows: [], total: 0 });
      }
    },
  );

  test.each(belonging.map((one) => [one.noun.entity, one] as const))(
    "%s: its events stand in the other's timeline",
    async (entity, one) => {
      const { noun, get, archive } = one as typeof one & Record<"get" | "archive", Call>;
      const id = ids[entity] ?? "";
      await archive(ctx, { id, version: (await get(ctx, { id })).version });
      const columns = parentsOf(noun).map(([name]) => `"${snakeCase(name)}_id" as "${name}"`);
      const [row] = await adminQuery<Record<string, string | null>>(
        `select ${columns.join(", ")} from ${noun.head.table} where id = $1`,
        [id],
      );
      const filled = parentsOf(noun).filter(([name]) => row?.[name]);
      expect(filled).not.toEqual([]);
      for (const [name, { to }] of filled) {
        const found = await adminQuery(
          `select 1 from events e join event_subjects s on s.tenant_id = e.tenant_id and s.event_id = e.id
           where e.entity_id = $1 and s.entity = $2 and s.entity_id = $3`,
          [id, to, row?.[name]],
        );
        expect(found, `${entity}.${name}`).not.toEqual([]);
      }
    },
  );
});

// Nouns that point to others come behind them, so their records go first.
test("links go with the records of every noun, whatever deletes those", async () => {
  const link = async (from: string, to: string) =>
    await adminQuery(
      `insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
       values (gen_random_uuid(), $1, 'account', $2, 'about', 1, 'account', $3)`,
      [ctx.tenant.id, from, to],
    );
  for (const { noun } of Object.values(declaredNouns).toReversed()) {
    const id = ids[noun.entity] ?? "";
    const linked = () => adminQuery("select 1 from record_links where from_id = $1 or to_id = $1", [id]);
    await link(id, nowhere);
    await link(nowhere, id);
    expect(await linked(), noun.entity).not.toEqual([]);
    await adminQuery(`delete from ${noun.head.table} where id = $1`, [id]);
    expect(await linked(), noun.entity).toEqual([]);
  }
});
