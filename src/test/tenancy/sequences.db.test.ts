// @module-tag once

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { AnyTenantOperation } from "@/server/operation";
import { type FreshDatabase, freshDatabase, killBackends } from "../db";
import { rounds } from "../rounds";
import { entityOf } from "../sample-input";
import { type Kernel, loadKernel, triedModes } from "./kernel";
import { fingerprint, settingsOf } from "./rows";
import { propertySeed } from "./seed";
import { type Act, type Callable, type Fault, inputOf, isAttempt, KnownRows, sequence } from "./sequences";

/** PROPERTY_RUNS increases the number of cases; the full one is the guarantee's minimum. */
const runs = { session: Number(process.env.PROPERTY_RUNS || rounds(1_000, 100)), transaction: rounds(200, 50) };

/**
 * A acts freely, also with ids of B. B reads, and tries to change rows of A: so no row of B may change, and B never
 * sees a text of A.
 */
describe.each(triedModes)("random sequences of A and B on two connections (%s)", (mode) => {
  let fresh: FreshDatabase;
  let kernel: Kernel;
  let operations: AnyTenantOperation[];
  let a: { ctx: Ctx; rows: KnownRows; marker: string };
  let b: { ctx: Ctx; rows: KnownRows; marker: string };
  let before: Record<string, string>;
  const tally = { sequences: 0, acts: 0, done: 0, writes: 0, refused: 0, killed: 0, faults: 0 };

  beforeAll(async () => {
    fresh = await freshDatabase();
    kernel = await loadKernel({ ...settingsOf(fresh.urls), DATABASE_POOLER: mode, DATABASE_POOL_SIZE: "2" });
    const registry = await import("@/registry/operations");
    operations = (Object.values(registry.operations) as unknown as AnyTenantOperation[]).filter(
      (operation) => operation.realm === "tenant" && !operation.external,
    );
    const side = async () => {
      const ctx = await (await kernel.testWorkspace()).role("owner");
      const { ids, marker } = await kernel.fillWorkspace(ctx);
      return { ctx, rows: new KnownRows(ids), marker };
    };
    a = await side();
    b = await side();
    before = await fingerprint(fresh.query, b.ctx.tenant.id);
  });
  afterAll(async () => {
    await kernel.close();
    await fresh[Symbol.asyncDispose]();
  });

  async function perform(side: typeof a, other: typeof a, act: Act): Promise<void> {
    const operation = operations[act.operation % operations.length] as AnyTenantOperation;
    const given = inputOf(operation, act, side.rows, other.rows, side.marker);
    if (side === b && !isAttempt(operation, given)) return;
    tally.acts++;
    try {
      const result = await (operation as unknown as Callable)(side.ctx, given.input);
      tally.done++;
      if (operation.kind === "mutation") tally.writes++;
      expect(JSON.stringify(result), operation.describe).not.toContain(other.marker);
      side.rows.learn(entityOf("id", operation), result);
    } catch (error) {
      const { code, cause } = kernel.toAppError(error, "");
      if (code === "INTERNAL") throw cause ?? error;
      tally.refused++;
    }
  }

  const rollback = new Error("rollback");
  /** Faults between the acts; each ends in an error that the kernel knows, or in one that was thrown here. */
  async function suffer(fault: Fault, act: Act): Promise<void> {
    if (fault === "none") return;
    tally.faults++;
    const { tenantSql, tenantDb, Prisma } = kernel;
    const { id } = a.ctx.tenant;
    const faults: Record<Exclude<Fault, "none">, () => Promise<unknown>> = {
      kill: async () => {
        tally.killed += await killBackends({ urls: fresh.urls, role: "app" });
      },
      timeout: () =>
        tenantDb(id).tx(async (db) => {
          await db.account.updateMany({ data: { industry: "half-way" } });
          await tenantSql(id, db, Prisma.sql`select set_config('statement_timeout', '2', true)`);
          await tenantSql(id, db, Prisma.sql`select pg_sleep(1)`);
        }),
      sqlError: () => tenantDb(id).tx((db) => tenantSql(id, db, Prisma.sql`select 1 / 0`)),
      rollback: () =>
        tenantDb(id).tx(async (db) => {
          const inner = { ...a.ctx, db, inTransaction: true, emitted: [], outcome: { unchanged: false } };
          await perform({ ...a, ctx: inner }, b, act).catch(() => undefined);
          throw rollback;
        }),
      badInput: async () => (operations[act.operation % operations.length] as unknown as Callable)(a.ctx, { id: 7 }),
    };
    await faults[fault]().catch(() => undefined);
  }

  test("leave B byte-identical", async () => {
    const seed = propertySeed();
    await fc.assert(
      fc.asyncProperty(sequence, async (steps) => {
        tally.sequences++;
        for (const step of steps) {
          const acts = [perform(a, b, step.a), perform(b, a, step.b)];
          await Promise.all([...acts, suffer(step.fault, step.a)]);
        }
        if (tally.sequences % 50 === 0)
          expect(await fingerprint(fresh.query, b.ctx.tenant.id), "a row of B changed").toEqual(before);
      }),
      { numRuns: runs[mode], seed, endOnFailure: true },
    );
    expect(await fingerprint(fresh.query, b.ctx.tenant.id), "a row of B changed").toEqual(before);
    console.log(
      `  ${mode}: seed ${seed}, ${tally.sequences} sequences, ${tally.acts} acts (${tally.done} done, ${tally.writes} of them writes, ${tally.refused} refused), ${tally.faults} faults, ${tally.killed} backends killed`,
    );
    expect(tally.writes).toBeGreaterThan(tally.sequences / 10);
    expect(tally.killed).toBeGreaterThan(0);
  });
});
