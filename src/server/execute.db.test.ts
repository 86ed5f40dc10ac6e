// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous } from "@/test/identity";
import { accounts, create, events, eventsOf, noting, operation, scope } from "@/test/own-operations";
import { type Ctx, createCtx } from "./context";
import { Prisma } from "./db/generated/client";
import { tenantSql } from "./db/tenant-db";
import { emit } from "./events";
import { inTransaction, Retry } from "./execute";
import { defineIdentity } from "./operation";

const uncertain = { code: "INTERNAL", message: expect.stringContaining("Your change may or may not have been saved") };

/** Visibility that hides records named Hidden. */
const hidden: typeof scope.load = (ctx, ids) =>
  ctx.db.account.findMany({
    where: { id: { in: ids }, NOT: { name: "Hidden" } },
    select: { id: true, ownerId: true },
  });

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

describe("the gates, in their order", () => {
  test("suspended, module, permission, input, rows, and only then the work", async () => {
    const ran: unknown[] = [];
    let parses = 0;
    const act = operation({
      kind: "mutation",
      permission: "account:edit",
      on: { scope, ids: (input) => [input.id] },
      input: z.object({
        id: z.uuid(),
        count: z.number().transform((count) => {
          parses++;
          return count + 1;
        }),
      }),
      output: z.object({ count: z.number() }),
      silent: "a test",
      describe: "Counts.",
      async run(_ctx, input) {
        ran.push(input.count);
        return { count: input.count };
      },
    });
    const closed: Ctx = {
      ...(await workspace.role("viewer")),
      tenant: { ...workspace.tenant, status: "suspended", suspendedReason: "unpaid" },
      entitlements: { ...ctx.entitlements, has: () => false },
    };
    const bad = { id: randomUUID(), count: "one" as unknown as number };
    await expect(act(closed, bad)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "This workspace is suspended: unpaid",
    });
    const active = { ...closed, tenant: workspace.tenant };
    await expect(act(active, bad)).rejects.toMatchObject({ code: "MODULE_OFF" });
    const on: Ctx = { ...active, entitlements: ctx.entitlements };
    await expect(act(on, bad)).rejects.toMatchObject({ code: "FORBIDDEN", details: { permission: "account:edit" } });
    await expect(act(ctx, bad)).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "count" }] } });
    await expect(act(ctx, { ...bad, count: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(ran).toEqual([]);
    parses = 0;
    const { id } = await create(ctx.db, "Gate");
    expect(await act(ctx, { id, count: 1 })).toEqual({ count: 2 });
    expect([parses, ran]).toEqual([1, [2]]);
  });

  test("a row that it only points to must be visible, but may belong to somebody else", async () => {
    const point = operation({
      kind: "mutation",
      permission: "account:create",
      uses: [{ scope: { ...scope, load: hidden }, ids: (input) => [input.parentId] }],
      input: z.object({ parentId: z.uuid().nullable() }),
      output: z.null(),
      silent: "a test",
      describe: "Points.",
      run: async () => null,
    });
    const { id } = await create(ctx.db, "Pointed at");
    const unseen = await create(ctx.db, "Hidden");
    const member = await workspace.role("member");
    expect(await point(member, { parentId: id })).toBeNull();
    expect(await point(member, { parentId: null })).toBeNull();
    await expect(point(member, { parentId: unseen.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a malformed id is answered like one that does not exist", async () => {
    const act = operation({
      kind: "query",
      permission: "account:view",
      input: z.object({ id: z.uuid() }),
      output: z.null(),
      describe: "Looks.",
      run: async () => null,
    });
    await expect(act(ctx, { id: "17" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("staff reads, writes where it may, and never does what says never", async () => {
    const of = (kind: "query" | "mutation", staff?: "read" | "write" | "never") =>
      operation({
        kind,
        permission: "account:view",
        input: z.object({}),
        output: z.null(),
        silent: "a test",
        describe: "Acts.",
        run: async () => null,
        ...(staff ? { staff } : {}),
      });
    const member = await workspace.join("owner");
    const as = (readOnly: boolean) =>
      createCtx({
        tenant: workspace.tenant,
        member,
        actor: { type: "staff", staffId: randomUUID(), name: "Ruth", sessionId: null, asMemberId: member.id, readOnly },
      });
    const answers = async (readOnly: boolean) =>
      Promise.all(
        [
          of("query"),
          of("mutation"),
          of("mutation", "read"),
          of("query", "write"),
          of("query", "never"),
          of("mutation", "never"),
        ].map((act) =>
          act(as(readOnly), {}).then(
            () => "done",
            (error: { code: string }) => error.code,
          ),
        ),
      );
    expect(await answers(true)).toEqual(["done", "FORBIDDEN", "done", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
    // A change to what belongs to the workspace itself has to be opened by its operation.
    expect(await answers(false)).toEqual(["done", "FORBIDDEN", "done", "done", "FORBIDDEN", "FORBIDDEN"]);
  });
});

describe("one transaction", () => {
  test("a failure leaves neither rows nor events", async () => {
    const name = randomUUID();
    await expect(noting(async () => Promise.reject(new Error("late")))(ctx, { name })).rejects.toThrow("late");
    expect(await accounts(name)).toEqual([]);
    expect(
      await adminQuery(
        "select 1 from events e where e.tenant_id = $1 and name = 'account.noted' and not exists (select 1 from accounts a where a.id = e.entity_id)",
        [ctx.tenant.id],
      ),
    ).toEqual([]);
  });

  test("an inner operation joins it: same transaction, its failure takes all back, its permission is asked", async () => {
    const seen: unknown[] = [];
    const number = async (inner: Ctx) => {
      const sql = Prisma.sql`select pg_current_xact_id()::text as id`;
      seen.push((await tenantSql<{ id: string }>(inner.tenant.id, inner.db, sql))[0]?.id);
    };
    const name = randomUUID();
    await noting(async (inner) => {
      await number(inner);
      await noting(number)(inner, { name });
    })(ctx, { name });
    expect(new Set(seen).size).toBe(1);
    expect(await accounts(name)).toHaveLength(2);

    const lost = randomUUID();
    const failing = noting(async () => Promise.reject(new Error("inner")));
    await expect(noting(async (inner) => failing(inner, { name: lost }))(ctx, { name: lost })).rejects.toThrow("inner");
    expect(await accounts(lost)).toEqual([]);

    const admins = operation({
      kind: "mutation",
      permission: "product:manage",
      input: z.object({}),
      output: z.null(),
      silent: "a test",
      describe: "Manages.",
      run: async () => null,
    });
    const member = await workspace.role("member");
    await expect(noting(async (inner) => admins(inner, {}))(member, { name: lost })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await accounts(lost)).toEqual([]);
  });

  test("a query opens none, and cannot note an event", async () => {
    const look = operation({
      kind: "query",
      permission: "account:view",
      input: z.object({}),
      output: z.boolean(),
      describe: "Looks.",
      async run(inner) {
        expect(() => emit(inner, events.noted, { id: randomUUID(), data: {} })).toThrow("outside of a mutation");
        return inner.inTransaction;
      },
    });
    expect(await look(ctx, {})).toBe(false);
  });

  test("an external mutation runs outside, and its parts commit one by one", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const call = operation({
      kind: "mutation",
      permission: "account:create",
      external: true,
      input: z.object({}),
      output: z.null(),
      describe: "Calls a vendor.",
      async run(outer) {
        expect(outer.inTransaction).toBe(false);
        await inTransaction(outer, (inner) => create(inner.db, first));
        expect(await accounts(first)).toHaveLength(1);
        await inTransaction(outer, async (inner) => {
          await create(inner.db, second);
          throw new Error("vendor");
        });
        return null;
      },
    });
    await expect(call(ctx, {})).rejects.toMatchObject({ ...uncertain, cause: { message: "vendor" } });
    expect([await accounts(first), await accounts(second)].map((rows) => rows.length)).toEqual([1, 0]);
  });
});

test("an act without a workspace is more than one statement: a failure does not say that nothing was changed", async () => {
  const act = (kind: "query" | "mutation") =>
    defineIdentity({ key: "platform" }).operation({
      kind,
      permission: "anonymous",
      input: z.object({}),
      output: z.null(),
      describe: "Fails in the middle.",
      run: () => Promise.reject(new Error("lost")),
    });
  await expect(act("mutation")(anonymous(), {})).rejects.toMatchObject({ ...uncertain, cause: { message: "lost" } });
  await expect(act("query")(anonymous(), {})).rejects.toThrow("lost");
});

describe("lost races", () => {
  test("work after the transaction runs once it is committed, and not after a rollback", async () => {
    const name = randomUUID();
    const found: Promise<unknown[]>[] = [];
    const later = (inner: Ctx) => inner.afterCommit.push(() => found.push(accounts(name)));
    await inTransaction(ctx, async (inner) => {
      await create(inner.db, name);
      later(inner);
      if (inner.attempt === 1) throw new Retry();
    });
    expect(found).toHaveLength(1);
    expect(await found[0]).toHaveLength(1);
    const failing = inTransaction(ctx, async (inner) => {
      later(inner);
      throw new Error("No.");
    });
    await expect(failing).rejects.toThrow("No.");
    expect(found).toHaveLength(1);
  });

  test("Retry runs it again from the start, up to four times, and only the last one stays", async () => {
    const name = randomUUID();
    const seen: number[] = [];
    const losing = (times: number) =>
      noting(async (inner) => {
        seen.push(inner.attempt);
        if (seen.length <= times) throw new Retry();
      });
    const made = await losing(3)(ctx, { name });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(await accounts(name)).toEqual([{ id: made.id }]);
    expect(await eventsOf(made.id)).toHaveLength(1);
    seen.length = 0;
    const never = randomUUID();
    await expect(losing(4)(ctx, { name: never })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await accounts(never)).toEqual([]);
  });

  test("a deadlock is solved: both get through", async () => {
    const rows = [await create(ctx.db, "Deadlock 1"), await create(ctx.db, "Deadlock 2")];
    const tries: number[] = [];
    let waiting = 0;
    let meet: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const touch = (order: string[]) =>
      operation({
        kind: "mutation",
        permission: "account:edit",
        input: z.object({}),
        output: z.null(),
        silent: "a test",
        describe: "Locks two rows.",
        async run(inner) {
          tries.push(inner.attempt);
          for (const [index, id] of order.entries()) {
            await inner.db.account.update({ where: { id }, data: { version: { increment: 1 } } });
            if (index > 0 || inner.attempt > 1) continue;
            if (++waiting === 2) meet();
            await met;
          }
          return null;
        },
      });
    const ids = rows.map((row) => row.id);
    await Promise.all([touch(ids)(ctx, {}), touch([...ids].reverse())(ctx, {})]);
    // The one that was aborted may take its first row again before the other wakes, and then one is aborted again.
    expect(tries.filter((attempt) => attempt === 1)).toHaveLength(2);
    expect(Math.max(...tries)).toBeGreaterThan(1);
    const after = await ctx.db.account.findMany({ where: { id: { in: ids } }, select: { version: true } });
    expect(after).toEqual([{ version: 3 }, { version: 3 }]);
  });
});

test("keys outside the output schema are removed, and a wrong output fails and changes nothing", async () => {
  const name = randomUUID();
  const act = (row: object) =>
    operation({
      kind: "mutation",
      permission: "account:create",
      input: z.object({}),
      output: z.object({ id: z.uuid(), inner: z.object({ a: z.number() }) }),
      silent: "a test",
      describe: "Returns.",
      async run(inner) {
        await create(inner.db, name);
        return row as { id: string; inner: { a: number } };
      },
    });
  const id = randomUUID();
  expect(await act({ id, passwordHash: "x", inner: { a: 1, token: "y" } })(ctx, {})).toEqual({ id, inner: { a: 1 } });
  await expect(act({ id, inner: {} })(ctx, {})).rejects.toThrow();
  expect(await accounts(name)).toHaveLength(1);
});
