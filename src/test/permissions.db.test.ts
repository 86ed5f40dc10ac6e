// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { nounOf } from "@/lib/nouns/all";
import type { ColleagueRole } from "@/lib/role-rows";
import type { Permission } from "@/lib/roles";
import "@/registry/register";
import { nounParts } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx, Visibility } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { type Db, tenantSql } from "@/server/db/tenant-db";
import { toAppError } from "@/server/errors";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { createRest } from "@/server/rest";
import { allowedCases } from "./allowed-cases";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { fillWorkspace, fingerprintOf } from "./full-workspace";
import { makeParts, ownedNouns } from "./noun-rows";
import { type Answer, allowed, byOperation, roles, sees } from "./permission-matrix";
import { boundaryOf } from "./role-boundary";
import { isFull, sampled } from "./rounds";
import { rowsWritten } from "./rows-written";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { tried, triedOperations } from "./tiers";
import { withoutResult } from "./without-result";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
type Owner = "self" | "below" | "stranger" | "nobody";
const everyOwner: Owner[] = ["self", "below", "stranger", "nobody"];

const all = Object.entries(operations as unknown as Record<string, AnyOperation>);
const tenantOperations = all.filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");

let workspace: TestWorkspace;
let ids: Record<string, string>;
const people = {} as Record<ColleagueRole, TestMember>;
const records: Record<string, Record<string, string>> = {};
let fingerprintSql: string;

/** Manager in the upper team; the member and the viewer in the same; someone in the team below; a stranger in none. */
beforeAll(async () => {
  workspace = await testWorkspace();
  for (const role of roles) people[role] = await workspace.join(role);
  const below = await workspace.join("member");
  const stranger = await workspace.join("member");
  ids = (await fillWorkspace(await workspace.as(people.owner))).ids;
  const { db } = workspace.system;
  const team = await db.team.create({ data: { name: "Upper", nameKey: "upper" } });
  const lower = await db.team.create({ data: { name: "Lower", nameKey: "lower", parentId: team.id } });
  for (const role of ["manager", "member", "viewer"] as const)
    await db.teamMember.create({ data: { teamId: team.id, memberId: people[role].id } });
  await db.teamMember.create({ data: { teamId: lower.id, memberId: below.id } });
  let rank = 1;
  const owners: Record<string, string | null> = {
    ...Object.fromEntries(roles.map((role) => [`self:${role}`, people[role].id])),
    below: below.id,
    stranger: stranger.id,
    nobody: null,
  };
  const owned = await ownedNouns(workspace.system, ids, owners);
  for (const [key, ownerId] of Object.entries(owners)) {
    const named = { name: `Of ${key}`, nameKey: `of ${key}`, ownerId };
    const opportunity = await db.opportunity.create({
      data: {
        ...named,
        pipelineId: ids.pipeline ?? "",
        stageId: ids.stage ?? "",
        status: "open",
        rank: `a${rank++}`,
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
    const own = { opportunity: opportunity.id, opportunityLine: line.id };
    const sample = { marker: `Of ${key}`, memberId: "", ids: owned[key] ?? {} };
    records[key] = { ...owned[key], ...own, ...(await makeParts(workspace.system, sample)) };
  }
  fingerprintSql = await fingerprintOf(workspace.tenant.id);
});

/**
 * Runs an operation in a transaction that is rolled back, and returns the outcome. "done" requires that it returned
 * and, for a mutation, wrote rows; a refusal requires that it wrote none.
 */
async function ask(name: string, operation: AnyTenantOperation, ctx: Ctx, subject?: Ids): Promise<string> {
  const own = { ...ids, ...subject };
  const { arrange, input: more } = allowedCases[name] ?? {};
  const sample = sampleInput(operation, {
    optional: false,
    idOf: (field, of) => {
      const entity = entityOf(field, of) ?? "";
      const isOwn =
        field === "id" ||
        field === "ids" ||
        nounParts.some(({ declared }) => declared.model === entity && !declared.unique);
      return (isOwn ? own : ids)[entity];
    },
  });
  return await withoutResult(operation, ctx, async (inner) => {
    const made = await arrange?.(inner.db, own, inner);
    const isOutside = operation.external || operation.upload;
    const state = (db: Db) => (isOutside ? fingerprint(db) : rowsWritten(workspace.tenant.id, db));
    const before = await state(inner.db);
    const answer = await answerOf(operation, inner, { ...(sample as object), ...more?.({ ...own, ...made }, ctx) });
    const changed = (await state(inner.db)) !== before;
    const changes = answer === "done" && operation.kind === "mutation";
    return changed === changes ? answer : `${answer}, and ${changed ? "something" : "nothing"} changed`;
  });
}

/** How an operation answers; a refusal for a reason other than rights includes its message. */
async function answerOf(operation: AnyTenantOperation, ctx: Ctx, input: unknown): Promise<string> {
  try {
    const result = await (operation as unknown as Callable)(ctx, input);
    return result === undefined ? "returned nothing" : "done";
  } catch (error) {
    const { code, message } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return code === "FORBIDDEN" || code === "NOT_FOUND" ? code : `${code} ${message}`;
  }
}

/** All rows of the workspace as this transaction sees them. */
async function fingerprint(db: Db): Promise<string> {
  const [row] = await tenantSql<{ hash: string }>(workspace.tenant.id, db, Prisma.raw(fingerprintSql));
  return row?.hash ?? "";
}

test("every operation stands in the table that was typed by hand, and nothing else does", () => {
  expect(Object.keys(byOperation).sort()).toEqual(tenantOperations.map(([name]) => name).sort());
});

describe("role by role", () => {
  const others = tenantOperations.filter(([, operation]) => !operation.on?.scope.owned);
  test.each(triedOperations(others, 1))("%s", async (name, operation) => {
    const row = byOperation[name];
    if (!row) throw new Error(`${name} is not in the table.`);
    for (const role of isFull ? tried(roles, name, 2) : boundaryOf(row)) {
      const answer = await ask(name, operation, await workspace.as(people[role]));
      expect(answer, role).toBe(allowed[row][role] === "none" ? "FORBIDDEN" : "done");
    }
  });
});

describe("record by record, in all three settings of visibility", () => {
  const onRecords = tenantOperations.filter(([, operation]) => operation.on?.scope.owned);
  test.each(triedOperations(onRecords, 1))("%s", async (name, operation) => {
    const row = byOperation[name];
    const entity = operation.on?.scope.entity ?? "";
    const head = nounOf(entity);
    const source = head?.accessFrom?.entity ?? entity;
    if (!row) throw new Error(`${name} is not in the table.`);
    const settings = ["everyone", "team", "own"] satisfies Visibility[];
    // The setting decides what each role sees, also where all may ask.
    const seeing = sampled(["manager", "member"] as const, name, 1);
    for (const role of isFull ? tried(roles, name, 3) : new Set([...boundaryOf(row), ...seeing])) {
      for (const owner of sampled(tried(everyOwner, name, 1), `${role} ${name}`, 2)) {
        for (const visibility of sampled(tried(settings, name, 1), `${name} ${role} ${owner}`, 1)) {
          const ctx = await workspace.as(people[role], {
            visibility: { account: visibility, opportunity: visibility, [source]: visibility },
          });
          const reach = allowed[row][role];
          const edits =
            reach === "any" || (owner === "self" && reach !== "none") || (reach === "team" && owner !== "stranger");
          // The manager of a record with a team sees it, a viewer too.
          const isTheirs = owner === "self" && head?.seenThrough !== undefined && !head.seenThrough.creator;
          const hidden = reach !== "none" && !isTheirs && !sees[visibility][role].includes(owner);
          const answer: Answer = edits ? "done" : "FORBIDDEN";
          const expected = hidden ? "NOT_FOUND" : answer;
          const subject = records[owner === "self" ? `self:${role}` : owner];
          expect(
            await ask(name, operation, ctx, subject),
            `${role}, record of ${owner}, visibility ${visibility}`,
          ).toBe(expected);
        }
      }
    }
  });
});

describe("keys and strangers", () => {
  const rest = createRest(operations as unknown as Record<string, AnyOperation>);

  test.each(triedOperations(tenantOperations, 1))("%s needs its scope", async (name, operation) => {
    const others = Object.values(operations as unknown as Record<string, AnyTenantOperation>).map(
      (other) => other.permission as Permission,
    );
    const enough = [operation.permission, operation.orPermission];
    const scopes = others.filter((permission) => !enough.includes(permission));
    expect(await ask(name, operation, await workspace.as(people.owner, { scopes }))).toBe("FORBIDDEN");
  });

  const guarded = all.filter(([, operation]) => operation.rest && operation.permission !== "anonymous");
  test.each(triedOperations(guarded, 2))("%s refuses who is not signed in", async (_name, operation) => {
    const path = (operation.rest?.path ?? "/").slice(1).replaceAll(/\{\w+\}/g, ids.account ?? "");
    const response = await rest(
      new Request(`http://localhost:3000/api/v1/${path}`, { method: operation.rest?.method ?? "GET" }),
      path.split("/"),
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
  });
});
