import { subMinutes } from "date-fns";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { appRouter } from "@/registry/router";
import type { Caller } from "@/server/access";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { AppError } from "@/server/errors";
import type { StaffOperation } from "@/server/operation";
import { createCallerFactory, createTrpcContext } from "@/server/trpc";
import { staffOperations } from "@/test/staff-operations";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { callerWith, callerWithSession, newStaff, type TestStaff } from "./staff";
import { inputAbout, staffCases } from "./staff-cases";

const operations = Object.entries(staffOperations) as [
  keyof typeof staffOperations,
  StaffOperation<"query" | "mutation", z.ZodType, z.ZodType>,
][];
const paths = Object.keys(appRouter._def.procedures).filter((path) => /^staff(Support)?\./.test(path));
const mutations = operations.filter(([, { kind }]) => kind === "mutation") as [keyof typeof staffCases, never][];

type Callers = Record<string, Record<string, (input: object) => Promise<unknown>>>;

/** The code of the refusal of one procedure, or "answered". */
async function askedBy(caller: Caller, path: string, input: object): Promise<string> {
  const [router = "", name = ""] = path.split(".");
  const callers = createCallerFactory(appRouter)(createTrpcContext(caller)) as unknown as Callers;
  const call = callers[router]?.[name];
  if (!call) throw new Error(`There is no procedure ${path}.`);
  return await call(input).then(
    () => "answered",
    (error: Error) => (error.cause instanceof AppError ? error.cause.code : error.message),
  );
}

const noted = async () =>
  (await adminQuery<{ count: number }>("select count(*)::int as count from staff_events"))[0]?.count;

let workspace: TestWorkspace;
let staff: Record<"support" | "operator" | "suspended", TestStaff>;
beforeAll(async () => {
  workspace = await testWorkspace();
  staff = {
    support: await newStaff("support"),
    operator: await newStaff("operator"),
    suspended: await newStaff("operator"),
  };
  await platformClient().staff.update({ where: { userId: staff.suspended.userId }, data: { suspendedAt: new Date() } });
});

describe("the console of staff", () => {
  it("lists each operation once, and each has a procedure", () => {
    expect(operations.length).toBe(paths.length);
    expect(Object.keys(staffCases).sort()).toEqual(mutations.map(([name]) => name).sort());
  });

  it("is not there for members, visitors, API keys and suspended staff", async () => {
    const owner = await workspace.join("owner");
    const ctx = await workspace.as(owner);
    const { key } = await createApiKey(ctx, { name: "Key", scopes: ["workspace:manage"] });
    const before = await noted();
    const member = await callerWithSession(owner.userId);
    const input = inputAbout(workspace.tenant.id);
    for (const path of paths) {
      expect([path, await askedBy(member, path, input)]).toEqual([path, "NOT_FOUND"]);
      expect([path, await askedBy({ ...member, workspace: workspace.tenant.slug }, path, input)]).toEqual([
        path,
        "NOT_FOUND",
      ]);
      expect([path, await askedBy(staff.suspended.caller, path, input)]).toEqual([path, "NOT_FOUND"]);
      expect([path, await askedBy(callerWith({ type: "apiKey", key }), path, input)]).toEqual([
        path,
        "UNAUTHENTICATED",
      ]);
      expect([path, await askedBy(callerWith(null), path, input)]).toEqual([path, "UNAUTHENTICATED"]);
    }
    expect(await noted()).toBe(before);
  });

  it("answers staff: each query runs, for support too", async () => {
    for (const [name, operation] of operations) {
      if (operation.kind === "mutation") continue;
      expect(operation.role).toBe("support");
      await expect(operation(await staff.support.ctx(), inputAbout(workspace.tenant.id)), name).resolves.toBeDefined();
    }
  });
});

it("refuses texts that cannot be stored, as every other operation does", async () => {
  const done = () => adminQuery("select id from staff_events where name <> 'staff.refused'");
  const before = await done();
  const owner = await (await ownedWorkspace()).role("owner");
  let asked = 0;
  for (const [name, operation] of operations) {
    const make = (staffCases as Partial<Record<string, (ctx: Ctx, staffId: string) => Promise<object>>>)[name];
    const base = (await make?.(owner, staff.operator.userId)) ?? inputAbout(owner.tenant.id);
    for (const text of ["a\u0000 text of some length", "half \ud800 of a character"]) {
      const takes = ([field]: [string, unknown]) => {
        const { data } = operation.input.safeParse({ ...base, [field]: text });
        return Object.values((data as object | undefined) ?? {}).includes(text);
      };
      const texts = Object.entries(base).filter(takes);
      if (texts.length === 0) continue;
      asked += 1;
      const given = { ...base, ...Object.fromEntries(texts.map(([field]) => [field, text])) };
      await expect(operation(await staff.operator.ctx(), given), name).rejects.toMatchObject({ code: "VALIDATION" });
    }
  }
  expect(asked).toBeGreaterThan(4);
  expect(await done()).toHaveLength(before.length);
});

const operationOf = (name: keyof typeof staffCases) =>
  staffOperations[name] as unknown as StaffOperation<"mutation", z.ZodType, z.ZodType>;
const confirmed = mutations.filter(([name]) => operationOf(name).stepUp !== false);
const ofOperators = mutations.filter(([name]) => operationOf(name).role === "operator");

/** Events of a workspace, and its rows in the platform's log. */
async function changesIn(id: string) {
  const events = await adminQuery<{ name: string }>("select name from events where tenant_id = $1 order by id", [id]);
  const log = await adminQuery<{ staff_id: string }>(
    "select name, staff_id, staff_name, workspace_name from staff_events where workspace_id = $1",
    [id],
  );
  return { events, log };
}

async function ownedWorkspace(): Promise<TestWorkspace> {
  const own = await testWorkspace();
  await own.join("owner");
  return own;
}

describe("a change by staff", () => {
  it.each(mutations)("%s leaves a row of its author in the platform's log", async (name) => {
    const own = await ownedWorkspace();
    const input = await staffCases[name](own.system, staff.operator.userId);
    await operationOf(name)(await staff.operator.ctx(), input);
    expect((await changesIn(own.tenant.id)).log).toEqual([
      expect.objectContaining({
        staff_id: staff.operator.userId,
        staff_name: staff.operator.name,
        workspace_name: own.tenant.name,
      }),
    ]);
  });

  it.each(confirmed)("%s is refused where the last proof is old, and nothing changes", async (name) => {
    const own = await ownedWorkspace();
    const input = await staffCases[name](own.system, staff.operator.userId);
    const before = await changesIn(own.tenant.id);
    const ctx = { ...(await staff.operator.ctx()), confirmedAt: subMinutes(new Date(), 11) };
    const refusal = { code: "FORBIDDEN", details: { reason: "confirm" } };
    await expect(operationOf(name)(ctx, input)).rejects.toMatchObject(refusal);
    expect(await changesIn(own.tenant.id)).toEqual(before);
  });

  it.each(ofOperators)("%s is refused for support, and nothing changes but the log", async (name) => {
    const own = await ownedWorkspace();
    const input = await staffCases[name](own.system, staff.support.userId);
    const { events } = await changesIn(own.tenant.id);
    await expect(operationOf(name)(await staff.support.ctx(), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const refused = { name: "staff.refused", staff_id: staff.support.userId, workspace_name: own.tenant.name };
    expect(await changesIn(own.tenant.id)).toEqual({ events, log: [expect.objectContaining(refused)] });
  });
});
