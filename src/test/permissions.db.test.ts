import { beforeAll, describe, expect, test } from "vitest";
import type { Permission, Role } from "@/lib/roles";
import { operations } from "@/registry/operations";
import type { Ctx, Visibility } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { toAppError } from "@/server/errors";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { createRest } from "@/server/rest";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { type Answer, allowed, byOperation, roles, sees } from "./permission-matrix";
import { entityOf, sampleInput } from "./sample-input";
import { furnish } from "./world";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
type Owner = "self" | "below" | "stranger" | "nobody";

const all = Object.entries(operations as unknown as Record<string, AnyOperation>);
const tenantOperations = all.filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");

let workspace: TestWorkspace;
let ids: Record<string, string>;
const people = {} as Record<Role, TestMember>;
const records: Record<string, Record<string, string>> = {};

/** Manager in the upper team; the member and the viewer in the same; someone in the team below; a stranger in none. */
beforeAll(async () => {
  workspace = await testWorkspace();
  for (const role of roles) people[role] = await workspace.join(role);
  const below = await workspace.join("member");
  const stranger = await workspace.join("member");
  ids = (await furnish(await workspace.as(people.owner))).ids;
  const { db } = workspace.system;
  const team = await db.team.create({ data: { name: "Upper", nameKey: "upper" } });
  const lower = await db.team.create({ data: { name: "Lower", nameKey: "lower", parentId: team.id } });
  for (const role of ["manager", "member", "viewer"] as const)
    await db.teamMember.create({ data: { teamId: team.id, memberId: people[role].id } });
  await db.teamMember.create({ data: { teamId: lower.id, memberId: below.id } });
  let rank = 1;
  for (const [key, ownerId] of [
    ...roles.map((role) => [`self:${role}`, people[role].id] as const),
    ["below", below.id] as const,
    ["stranger", stranger.id] as const,
    ["nobody", null] as const,
  ]) {
    const named = { name: `Of ${key}`, nameKey: `of ${key}`, ownerId };
    const account = await db.account.create({ data: named });
    const opportunity = await db.opportunity.create({
      data: {
        ...named,
        pipelineId: ids.pipeline ?? "",
        stageId: ids.stage ?? "",
        status: "open",
        rank: `b${rank++}`,
        currency: "USD",
      },
    });
    const line = await db.opportunityLine.create({
      data: {
        opportunityId: opportunity.id,
        productId: ids.product ?? "",
        quantity: 1,
        unitPriceMinor: 1n,
        position: 1,
      },
    });
    records[key] = { account: account.id, opportunity: opportunity.id, line: line.id };
  }
});

/** Calls an operation in a transaction that is taken back, and says how it was answered. */
async function ask(operation: AnyTenantOperation, ctx: Ctx, subject?: Record<string, string>): Promise<Answer> {
  const rollback = new Error("rollback");
  const input = sampleInput(operation, {
    optional: false,
    idOf: (field, of) => {
      const entity = entityOf(field, of) ?? "";
      const own = field === "id" || field === "ids" || entity === "line";
      return (own ? subject?.[entity] : undefined) ?? ids[entity];
    },
  });
  try {
    await tenantDb(ctx.tenant.id).tx(async (db) => {
      await (operation as unknown as Callable)(
        { ...ctx, db, inTransaction: true, emitted: [], outcome: { unchanged: false } },
        input,
      );
      throw rollback;
    });
  } catch (error) {
    if (error === rollback) return "done";
    const { code } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return code === "FORBIDDEN" || code === "NOT_FOUND" ? code : "done";
  }
  throw new Error("unreachable");
}

test("every operation stands in the table that was typed by hand, and nothing else does", () => {
  expect(Object.keys(byOperation).sort()).toEqual(tenantOperations.map(([name]) => name).sort());
});

describe("role by role", () => {
  test.each(tenantOperations.filter(([, operation]) => !operation.on?.scope.owned))("%s", async (name, operation) => {
    const row = byOperation[name];
    if (!row) throw new Error(`${name} is not in the table.`);
    for (const role of roles) {
      const answer = await ask(operation, await workspace.as(people[role]));
      expect(answer === "FORBIDDEN" ? "FORBIDDEN" : "done", `${role}`).toBe(
        allowed[row][role] === "none" ? "FORBIDDEN" : "done",
      );
    }
  });
});

describe("record by record, in all three settings of visibility", () => {
  test.each(tenantOperations.filter(([, operation]) => operation.on?.scope.owned))("%s", async (name, operation) => {
    const row = byOperation[name];
    const entity = operation.on?.scope.entity ?? "";
    if (!row) throw new Error(`${name} is not in the table.`);
    for (const visibility of ["everyone", "team", "own"] satisfies Visibility[]) {
      for (const role of roles) {
        const ctx = await workspace.as(people[role], {
          visibility: { account: visibility, opportunity: visibility, [entity]: visibility },
        });
        for (const owner of ["self", "below", "stranger", "nobody"] satisfies Owner[]) {
          const reach = allowed[row][role];
          const edits =
            reach === "any" || (owner === "self" && reach !== "none") || (reach === "team" && owner !== "stranger");
          const expected: Answer =
            reach === "none"
              ? "FORBIDDEN"
              : !sees[visibility][role].includes(owner)
                ? "NOT_FOUND"
                : edits
                  ? "done"
                  : "FORBIDDEN";
          const subject = records[owner === "self" ? `self:${role}` : owner];
          expect(await ask(operation, ctx, subject), `${role}, record of ${owner}, visibility ${visibility}`).toBe(
            expected,
          );
        }
      }
    }
  });
});

describe("keys and strangers", () => {
  test.each(tenantOperations)("%s needs its scope", async (_name, operation) => {
    const others = Object.values(operations as unknown as Record<string, AnyTenantOperation>).map(
      (other) => other.permission as Permission,
    );
    const scopes = others.filter((permission) => permission !== operation.permission);
    expect(await ask(operation, await workspace.as(people.owner, { scopes }))).toBe("FORBIDDEN");
  });

  test.each(all.filter(([, operation]) => operation.rest && operation.permission !== "anonymous"))(
    "%s refuses who is not signed in",
    async (_name, operation) => {
      const rest = createRest(operations as unknown as Record<string, AnyOperation>);
      const path = (operation.rest?.path ?? "/").slice(1).replaceAll(/\{\w+\}/g, ids.account ?? "");
      const response = await rest(
        new Request(`http://localhost:3000/api/v1/${path}`, { method: operation.rest?.method ?? "GET" }),
        path.split("/"),
      );
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
    },
  );
});
