// @module-tag once

import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/server/db/tenant-db";
import { type DatamodelModel, datamodel } from "../datamodel";
import { adminQuery, workerUrls } from "../db";
import { rounds } from "../rounds";
import { tried } from "../tiers";
import { type Kernel, loadKernel, poolerModes } from "./kernel";
import { delegateOf, fingerprint, isTriedIn, keyOf, scalarsOf, tenantModels, uniqueOf } from "./rows";
import { propertySeed } from "./seed";

type Row = Record<string, unknown>;
interface Target {
  model: DatamodelModel;
  table: string;
  /** A row of the victim. */
  foreign: Row;
  /** A value of that row that could be written again. */
  data: Row;
}

const workspace = datamodel().find((model) => model.name === "Tenant");

/** Every column of a tenant model that holds the id of a row of another one. */
/** How to write columns that triggers set from others. */
const byTriggers: Readonly<Record<string, string>> = {
  nextOwnerId: "next_activity = jsonb_build_object('at', '-infinity', 'ownerId', $1::uuid)",
};
const references = tenantModels.flatMap((model) =>
  model.fields.flatMap(({ relationFromFields = [], type }) => {
    const field = relationFromFields.find((name) => name !== "tenantId");
    return field && tenantModels.some((other) => other.name === type) ? [{ from: model.name, field, to: type }] : [];
  }),
);

/** Without the scoped client: Prisma itself, as the app role, with any conditions. */
describe.each(poolerModes)("row-level security alone (%s)", (mode) => {
  let kernel: Kernel;
  let victim: { id: string; marker: string; ids: Record<string, string> };
  let intruder: { id: string; ids: Record<string, string> };
  let before: Record<string, string>;
  const targets: Target[] = [];

  beforeAll(async () => {
    kernel = await loadKernel({ DATABASE_POOLER: mode });
    const a = await kernel.testWorkspace();
    victim = { id: a.tenant.id, ...(await kernel.fillWorkspace(await a.role("owner"))) };
    const b = await kernel.testWorkspace();
    intruder = { id: b.tenant.id, ...(await kernel.fillWorkspace(await b.role("owner"))) };
    for (const model of tenantModels) {
      const foreign = (await delegateOf(kernel.tenantDb(victim.id).db, model.name).findFirst({})) as Row;
      const values = scalarsOf(model, foreign);
      const field = Object.keys(values).find((name) => !["id", "tenantId"].includes(name)) ?? "";
      targets.push({ model, table: model.dbName, foreign, data: { [field]: values[field] } });
    }
    before = await fingerprint(adminQuery, victim.id);
  });
  afterAll(() => kernel.close());

  /** Prisma's own client on a connection of tenant B. */
  async function asIntruder<T>(work: (db: Db) => Promise<T> | undefined): Promise<T | undefined> {
    return await kernel.tenantScope.run({ tenantId: intruder.id, raw: true }, async () =>
      kernel.databaseOf(intruder.id).$transaction(async (tx) => {
        if (mode === "transaction") await tx.$executeRaw`select set_config('app.tenant_id', ${intruder.id}, true)`;
        return await work(tx);
      }),
    );
  }

  /** The values of a row of A, with a separate id if the model has one. */
  const asNew = (model: DatamodelModel, row: Row) =>
    scalarsOf(model, model.primaryKey ? row : { ...row, id: crypto.randomUUID() });

  /** Tenant B's attempts on a row of A: reads that see everything they can, and writes that commit. */
  const acts: Record<string, (target: Target, db: Db) => Promise<unknown> | undefined> = {
    findMany: ({ model }, db) => delegateOf(db, model.name).findMany({}),
    findForeign: ({ model }, db) => delegateOf(db, model.name).findMany({ where: { tenantId: victim.id } }),
    findUnique: ({ model, foreign }, db) => delegateOf(db, model.name).findUnique({ where: uniqueOf(model, foreign) }),
    groupBy: ({ model }, db) => delegateOf(db, model.name).groupBy({ by: ["tenantId"], _count: true }),
    count: async ({ model }, db) => ({
      foreign: await delegateOf(db, model.name).count({ where: { tenantId: victim.id } }),
    }),
    include: ({ model }, db) =>
      delegateOf(db, model.name).findMany({
        include: Object.fromEntries(
          model.fields
            .filter((field) => field.kind === "object" && field.type !== "User")
            .map((field) => [field.name, true]),
        ),
      }),
    throughTenant: ({ model }, db) => {
      const list = workspace?.fields.find((field) => field.type === model.name)?.name ?? "";
      return delegateOf(db, "Tenant").findMany({ include: { [list]: true } });
    },
    update: ({ model, foreign, data }, db) =>
      delegateOf(db, model.name).update({ where: uniqueOf(model, foreign), data }),
    updateMany: async ({ model, data }, db) => ({
      foreign: (
        (await delegateOf(db, model.name).updateMany({ where: { tenantId: victim.id }, data })) as { count: number }
      ).count,
    }),
    updateReturn: ({ model, data }, db) =>
      delegateOf(db, model.name).updateManyAndReturn({ where: { tenantId: victim.id }, data }),
    delete: ({ model, foreign }, db) => delegateOf(db, model.name).delete({ where: uniqueOf(model, foreign) }),
    deleteMany: async ({ model, foreign }, db) => ({
      foreign: ((await delegateOf(db, model.name).deleteMany({ where: keyOf(model, foreign) })) as { count: number })
        .count,
    }),
    create: ({ model, foreign }, db) => delegateOf(db, model.name).create({ data: asNew(model, foreign) }),
    createMany: ({ model, foreign }, db) =>
      delegateOf(db, model.name).createMany({ data: [asNew(model, foreign)], skipDuplicates: true }),
    upsert: ({ model, foreign, data }, db) =>
      delegateOf(db, model.name).upsert({
        where: uniqueOf(model, foreign),
        create: scalarsOf(model, foreign),
        update: data,
      }),
    moveIn: ({ model }, db) => delegateOf(db, model.name).updateMany({ where: {}, data: { tenantId: victim.id } }),
    nestedCreate: (_target, db) =>
      db.pipeline.create({
        data: {
          name: "n",
          nameKey: crypto.randomUUID(),
          position: 1,
          stages: { connect: { id: victim.ids.stage ?? "" } },
        },
      }),
    nestedUpdate: (_target, db) =>
      db.account.update({
        where: { id: intruder.ids.account ?? "" },
        data: {
          children: { connect: { id: victim.ids.account ?? "" } },
          owner: { connect: { id: victim.ids.member ?? "" } },
        },
      }),
    rawRead: ({ table }, db) => db.$queryRawUnsafe(`select * from ${table}`),
    rawJoin: ({ table }, db) =>
      db.$queryRawUnsafe(`select v.* from tenants t join ${table} v on v.tenant_id = $1::uuid`, victim.id),
    rawWrite: async ({ table }, db) => ({
      foreign: await db.$executeRawUnsafe(`delete from ${table} where tenant_id = $1::uuid`, victim.id),
    }),
    rawUpdate: async ({ table }, db) => ({
      foreign: await db.$executeRawUnsafe(
        `update ${table} set tenant_id = tenant_id where tenant_id <> $1::uuid`,
        intruder.id,
      ),
    }),
  };

  test("hundreds of random operations reach no row of another workspace", async () => {
    const seed = propertySeed();
    const numRuns = rounds(400, 200);
    const tally: Record<string, number> = {};
    const act = fc.record({ name: fc.constantFrom(...Object.keys(acts)), target: fc.nat() });
    await fc.assert(
      fc.asyncProperty(act, async ({ name, target }) => {
        const chosen = targets[target % targets.length] as Target;
        const result = await asIntruder((db) => (acts[name] as (typeof acts)[string])(chosen, db)).catch(
          (error: Error) => ({ refused: error.message }),
        );
        const outcome = result && typeof result === "object" && "refused" in result ? "refused" : "answered";
        tally[outcome] = (tally[outcome] ?? 0) + 1;
        const seen =
          outcome === "refused"
            ? ""
            : JSON.stringify(result ?? null, (_key, value: unknown) =>
                typeof value === "bigint" ? String(value) : value,
              );
        expect(seen, `${name} on ${chosen.model.name}`).not.toContain(victim.marker);
        expect(seen, `${name} on ${chosen.model.name}`).not.toContain(victim.id);
        if (/"foreign":/.test(seen)) expect(seen, `${name} on ${chosen.model.name}`).toBe('{"foreign":0}');
      }),
      { numRuns, seed, endOnFailure: true },
    );
    console.log(`  ${mode}: seed ${seed}, ${tally.answered} answered, ${tally.refused} refused`);
    expect(tally.answered).toBeGreaterThan(numRuns / 4);
    expect(await fingerprint(adminQuery, victim.id)).toEqual(before);
  });

  const tries = (part: "keys" | "silence", model: string) =>
    isTriedIn(mode, model) && tried(["keys", "silence"], model, 1).includes(part);

  test.each(references.filter(({ from }) => tries("keys", from)))(
    "$from $field of B cannot name a row of A, whoever writes it",
    async ({ from, field, to }) => {
      const model = tenantModels.find((entry) => entry.name === from) as DatamodelModel;
      const target = targets.find((entry) => entry.model.name === to) as Target;
      const row = (await delegateOf(kernel.tenantDb(intruder.id).db, from).findFirst({})) as Row;
      const key: Record<string, unknown> = { ...keyOf(model, row), tenantId: intruder.id };
      const columns = Object.entries(key).map(([name, value]) => ({
        name: model.fields.find((entry) => entry.name === name)?.dbName ?? name,
        value,
      }));
      const column = model.fields.find((entry) => entry.name === field)?.dbName ?? field;
      // As superuser: neither the client nor a policy helps, only the key between the two tables.
      const written = byTriggers[field] ?? `${column} = $1::uuid`;
      const sql = `update ${model.dbName} set ${written} where ${columns.map(({ name }, index) => `${name} = $${index + 2}`).join(" and ")}`;
      const values = [
        target.foreign.id,
        ...columns.map(({ value }) => (value instanceof Date ? value.toISOString() : String(value))),
      ];
      await expect(adminQuery(sql, values)).rejects.toMatchObject({ code: "23503" });
    },
  );

  test.each(tenantModels.filter(({ name }) => tries("silence", name)))(
    "$name: without a tenant nothing is visible and nothing can be written",
    async (model) => {
      const target = targets.find((entry) => entry.model.name === model.name) as Target;
      const client = new Client({ connectionString: workerUrls().app });
      await client.connect();
      try {
        for (const reset of ["", "select set_config('app.tenant_id', '', false)"]) {
          if (reset) await client.query(reset);
          expect((await client.query(`select * from ${target.table}`)).rowCount).toBe(0);
          const deleted = await client.query(`delete from ${target.table}`).catch((error: Error) => error.message);
          expect(typeof deleted === "string" ? deleted : deleted.rowCount).toSatisfy(
            (answer: unknown) => answer === 0 || /denied/.test(String(answer)),
          );
        }
        await expect(
          client.query(`insert into ${target.table} (tenant_id) values ($1)`, [victim.id]),
        ).rejects.toThrow();
      } finally {
        await client.end();
      }
      const now = await fingerprint(adminQuery, victim.id, [target.table]);
      expect(now).toEqual({ [target.table]: before[target.table] });
    },
  );

  test("no row of the other workspace has changed by any of that", async () => {
    expect(await fingerprint(adminQuery, victim.id)).toEqual(before);
  });

  test("a query that comes without a tenant is refused by the pool, or sees nothing", async () => {
    const open = kernel.databaseOf(intruder.id).account.findMany({});
    if (mode === "session") await expect(open).rejects.toThrow("without a tenant");
    else expect(await open).toEqual([]);
  });
});
