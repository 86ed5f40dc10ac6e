// @module-tag once

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { Db } from "@/server/db/tenant-db";
import { type FreshDatabase, freshDatabase } from "../db";
import { tried } from "../tiers";
import { type Kernel, loadKernel, triedModes } from "./kernel";
import {
  type Delegate,
  delegateOf,
  fingerprint,
  isTriedIn,
  keyOf,
  relationsOf,
  scalarsOf,
  settingsOf,
  tenantModels,
  uniqueOf,
  withoutRowSecurity,
} from "./rows";

/** Row-level security is off here: only the scoped client protects. */
describe.each(triedModes)("the scoped client alone (%s)", (mode) => {
  let fresh: FreshDatabase;
  let kernel: Kernel;
  let victim: { id: string; marker: string; db: Db };
  let intruder: { id: string; ctx: Ctx; db: Db; ids: Record<string, string> };
  let before: Record<string, string>;

  beforeAll(async () => {
    fresh = await freshDatabase();
    await withoutRowSecurity(fresh);
    kernel = await loadKernel({ ...settingsOf(fresh.urls), DATABASE_POOLER: mode });
    const a = await kernel.testWorkspace();
    const owner = await a.role("owner");
    const { marker } = await kernel.fillWorkspace(owner);
    // Words of names are a key without an id: one that the other workspace does not know.
    await owner.db.account.create({ data: { name: "Unrepeated", nameKey: "unrepeated" } });
    victim = { id: a.tenant.id, marker, db: kernel.tenantDb(a.tenant.id).db };
    const b = await kernel.testWorkspace();
    const ctx = await b.role("owner");
    const { ids } = await kernel.fillWorkspace(ctx);
    intruder = { id: b.tenant.id, ctx, ids, db: kernel.tenantDb(b.tenant.id).db };
    before = await fingerprint(fresh.query, victim.id);
  });
  afterAll(async () => {
    await kernel.close();
    await fresh[Symbol.asyncDispose]();
  });

  /** Checks one table where a test is about its model, because each has a test; the last one checks all. */
  const unharmed = async (model?: { dbName: string }) => {
    const now = await fingerprint(fresh.query, victim.id, model && [model.dbName]);
    expect(now).toEqual(model ? { [model.dbName]: before[model.dbName] } : before);
  };
  const parts = ["reads", "writes", "conditions", "relations"] as const;
  /** The models that a part is about: of nouns that are like others, each has another one. */
  const modelsFor = (part: (typeof parts)[number]) =>
    tenantModels.filter(({ name }) => isTriedIn(mode, name) && tried(parts, name, 1).includes(part));
  /** A row of the victim whose key the intruder's rows do not have. */
  const foreignOf = async (model: (typeof tenantModels)[number]) => {
    const rowsOf = async (db: Db) => (await delegateOf(db, model.name).findMany({})) as Record<string, unknown>[];
    const key = (row: Record<string, unknown>) => JSON.stringify(keyOf(model, { ...row, tenantId: null }));
    const known = new Set((await rowsOf(intruder.db)).map(key));
    const row = (await rowsOf(victim.db)).find((one) => !known.has(key(one)));
    if (!row) throw new Error(`Both workspaces have the same ${model.name}.`);
    return row;
  };

  test.each(modelsFor("reads"))("$name: every read is narrowed", async (model) => {
    const foreign = await foreignOf(model);
    const own = delegateOf(intruder.db, model.name);
    const rows = (await own.findMany({})) as Record<string, unknown>[];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.tenantId !== intruder.id)).toEqual([]);
    expect(await own.findMany({ where: keyOf(model, { ...foreign, tenantId: intruder.id }) })).toEqual([]);
    expect(
      await own.findMany({ where: { OR: [{ tenantId: victim.id }, { NOT: { tenantId: intruder.id } }] } }),
    ).toEqual([]);
    expect(await own.findFirst({ where: { NOT: { tenantId: intruder.id } } })).toBeNull();
    await expect(own.findFirstOrThrow({ where: { NOT: { tenantId: intruder.id } } })).rejects.toMatchObject({
      code: "P2025",
    });
    expect(await own.count({})).toBe(rows.length);
    expect(await own.aggregate({ _count: true })).toEqual({ _count: rows.length });
    expect(await own.groupBy({ by: ["tenantId"], _count: true })).toEqual([
      { tenantId: intruder.id, _count: rows.length },
    ]);
    const relations = relationsOf(model).filter((field) => field.type !== "User");
    for (const { name } of relations) {
      const loaded = JSON.stringify(await own.findMany({ include: { [name]: true } }), (_key, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
      expect(loaded).not.toContain(victim.marker);
      expect(loaded).not.toContain(victim.id);
    }
  });

  test.each(modelsFor("writes"))(
    "$name: every write is narrowed or refused, and A's rows stay as they are",
    async (model) => {
      const foreign = await foreignOf(model);
      const own = delegateOf(intruder.db, model.name);
      const values = scalarsOf(model, foreign);
      const field = Object.keys(values).find((name) => !["id", "tenantId"].includes(name)) ?? "";
      const data = { [field]: values[field] };
      const { tenantId: _tenant, ...withoutTenant } = values;
      const where = keyOf(model, { ...foreign, tenantId: intruder.id });
      const unique = uniqueOf(model, { ...foreign, tenantId: intruder.id });
      const nothing = async (call: Promise<unknown> | undefined, none: unknown) =>
        expect(await call?.catch((error: Error) => /denied/.test(error.message) && none)).toEqual(none);
      await nothing(own.updateMany({ where, data }), { count: 0 });
      await nothing(own.updateManyAndReturn({ where, data }), []);
      await nothing(own.deleteMany({ where }), { count: 0 });
      await expect(own.update({ where: unique, data })).rejects.toThrow(/P2025|No record|not found|denied/i);
      await expect(own.delete({ where: unique })).rejects.toThrow(/P2025|No record|not exist|denied/i);
      // B sees no such row, so it would be created: with A's key, which exists.
      if (!model.primaryKey)
        await expect(own.upsert({ where: unique, create: withoutTenant, update: data })).rejects.toThrow();
      for (const call of [
        () => own.create({ data: values }),
        () => own.createMany({ data: [withoutTenant, values] }),
        () => own.createManyAndReturn({ data: values }),
        () => own.upsert({ where: unique, create: values, update: {} }),
      ])
        await expect(call).rejects.toThrow(/Tenancy: \w+\.tenantId is not written by hand/);
      for (const call of [
        () => own.update({ where: unique, data: { tenantId: intruder.id } }),
        () => own.updateMany({ where: {}, data: { tenantId: victim.id } }),
        () => own.upsert({ where: unique, create: withoutTenant, update: { tenantId: intruder.id } }),
      ])
        await expect(call).rejects.toThrow(/Tenancy: \w+\.tenantId is not written by hand/);
      await unharmed(model);
    },
  );

  test.each(modelsFor("conditions"))("$name: conditions that name another tenant are refused", async (model) => {
    const foreign = await foreignOf(model);
    const own = delegateOf(intruder.db, model.name);
    for (const tenantId of [victim.id, { in: [victim.id, intruder.id] }, { not: intruder.id }, null])
      await expect(own.findMany({ where: { tenantId } })).rejects.toThrow("Tenancy: a condition names another");
    for (const fields of model.uniqueFields.concat(model.primaryKey ? [model.primaryKey.fields] : [])) {
      if (fields[0] !== "tenantId") continue;
      const values = Object.fromEntries(fields.map((name) => [name, foreign[name] ?? "x"]));
      const where = fields.length === 1 ? values : { [fields.join("_")]: values };
      for (const call of [() => own.update({ where, data: {} }), () => own.delete({ where })])
        await expect(call).rejects.toThrow(/Tenancy: a (compound key|condition) names another tenant/);
    }
    await unharmed(model);
  });

  test.each(modelsFor("relations"))("$name: relations are not written through", async (model) => {
    const own = delegateOf(intruder.db, model.name);
    const foreign = await foreignOf(model);
    const unique = uniqueOf(model, { ...foreign, tenantId: intruder.id });
    for (const { name } of relationsOf(model)) {
      for (const nested of [{ connect: { id: foreign.id } }, { create: {} }, { set: [] }, { disconnect: true }]) {
        const data = { [name]: nested };
        for (const call of [
          () => own.create({ data }),
          () => own.createMany({ data: [{}, data] }),
          () => own.update({ where: unique, data }),
          () => own.updateMany({ where: {}, data }),
          () => own.upsert({ where: unique, create: {}, update: data }),
          () => own.upsert({ where: unique, create: data, update: {} }),
        ])
          await expect(call).rejects.toThrow(`Tenancy: nested write ${model.name}.${name}`);
      }
    }
    await unharmed(model);
  });

  test("what Prisma batches, counts or looks up past the tenant is refused", async () => {
    const { db } = intruder;
    const id = intruder.ids.account ?? "";
    await expect(db.account.findUnique({ where: { id } })).rejects.toThrow("Tenancy: findUnique is batched");
    await expect(db.account.findUniqueOrThrow({ where: { id } })).rejects.toThrow("Tenancy: findUniqueOrThrow");
    await expect(db.account.findMany({ cursor: { id } })).rejects.toThrow("Tenancy: a cursor");
    const accounts = delegateOf(db, "account");
    for (const args of [
      { select: { _count: { select: { children: true } } } },
      { include: { parent: { include: { _count: true } } } },
      { orderBy: [{ children: { _count: "asc" } }] },
    ])
      await expect(accounts.findMany(args)).rejects.toThrow("Tenancy: _count of a relation");
    for (const operation of ["findRaw", "aggregateRaw"])
      await expect((accounts as unknown as Record<string, Delegate["count"]>)[operation]?.({})).rejects.toThrow();
  });

  test("raw SQL is refused without tenantSql, and with the tenant of another client", async () => {
    const { db } = intruder;
    const sql = kernel.Prisma.sql`select 1 as one`;
    const calls = (target: Db) => [
      () => target.$queryRaw(sql),
      () => target.$executeRaw(sql),
      () => target.$queryRawUnsafe("select 1"),
      () => target.$executeRawUnsafe("select 1"),
    ];
    for (const call of calls(db)) await expect((async () => await call())()).rejects.toThrow("Tenancy: raw SQL goes");
    await kernel.tenantDb(intruder.id).tx(async (tx) => {
      for (const call of calls(tx)) await expect((async () => await call())()).rejects.toThrow("Tenancy: raw SQL goes");
      await expect(kernel.tenantSql(victim.id, tx, sql)).rejects.toThrow("Tenancy: raw SQL names one tenant");
    });
    await expect(kernel.tenantSql(victim.id, db, sql)).rejects.toThrow("Tenancy: raw SQL names one tenant");
    expect(await kernel.tenantSql(intruder.id, db, sql)).toEqual([{ one: 1 }]);
  });

  test("nothing that controls the connection or hands out another client is within reach", async () => {
    const names = [
      "$transaction",
      "$extends",
      "$connect",
      "$disconnect",
      "$on",
      "$queryRawTyped",
      "$runCommandRaw",
      "$parent",
    ];
    const reach = (db: Db, name: string) => async () =>
      await (db as unknown as Record<string, Delegate["count"]>)[name]?.([]);
    for (const name of names) {
      await expect(reach(intruder.db, name)()).rejects.toThrow("is not for product code");
      await kernel
        .tenantDb(intruder.id)
        .tx((tx) => expect(reach(tx, name)()).rejects.toThrow("is not for product code"));
    }
  });

  test("global models are refused, and so is a model without the column that is not on the list", async () => {
    for (const name of kernel.globalModels)
      await expect(delegateOf(intruder.db, name).findMany({})).rejects.toThrow(`Tenancy: ${name} is global`);
    const listed = kernel.globalModels as Set<string>;
    listed.delete("Session");
    try {
      await expect(delegateOf(intruder.db, "Session").findMany({})).rejects.toThrow("Session has no tenantId");
    } finally {
      listed.add("Session");
    }
    await expect(intruder.db.member.findMany({ include: { user: true } })).rejects.toThrow(/denied/);
  });

  test("a workspace reads and changes its own row only, by its id", async () => {
    const { db } = intruder;
    expect((await db.tenant.findMany({})).map((row) => row.id)).toEqual([intruder.id]);
    expect(await db.tenant.updateMany({ where: { slug: { not: "" } }, data: { name: "Renamed" } })).toEqual({
      count: 1,
    });
    await expect(db.tenant.update({ where: { id: victim.id }, data: { name: "Taken" } })).rejects.toThrow("another id");
    await expect(db.tenant.update({ where: { id: intruder.id }, data: { id: victim.id } })).rejects.toThrow("by hand");
    await unharmed();
  });

  test("no row of the other workspace has changed by any of that", () => unharmed());

  test("an undefined condition is an error and never no condition at all", async () => {
    const id = undefined as unknown as string;
    await expect(intruder.db.account.findMany({ where: { id } })).rejects.toThrow("explicitly `undefined`");
    await expect(intruder.db.account.deleteMany({ where: { id } })).rejects.toThrow("explicitly `undefined`");
  });

  test("Prisma's own model of the data is where the client looks for it", () => {
    const own = kernel.modelShapes();
    const relations = (fields: { name: string; kind: string }[]) =>
      fields
        .filter((field) => field.kind === "object")
        .map((field) => field.name)
        .sort();
    for (const model of tenantModels) {
      expect(relations(own[model.name]?.fields ?? [])).toEqual(relations(model.fields));
      expect(own[model.name]?.fields.some((field) => field.name === "tenantId")).toBe(true);
    }
  });

  test("every operation that Prisma has is known here: narrowed, or refused by name", () => {
    const known = Object.entries(delegateOf(kernel.databaseOf(randomUUID()), "account")).flatMap(([name, part]) =>
      typeof part === "function" && !name.startsWith("$") ? [name] : [],
    );
    expect(known.length).toBeGreaterThan(15);
    for (const operation of known) {
      const scope = () =>
        kernel.scopeArgs("Account", operation, { where: {}, data: {}, create: {}, update: {} }, intruder.id);
      if (/^findUnique|Raw$/.test(operation)) expect(scope).toThrow("Tenancy:");
      else expect(JSON.stringify(scope())).toContain(intruder.id);
    }
  });
});
