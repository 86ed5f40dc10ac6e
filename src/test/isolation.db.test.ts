// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyTenantOperation } from "@/server/operation";
import { testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace, rowHash } from "./full-workspace";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { tenantTables } from "./tenant-tables";
import { isDeep, triedOperations } from "./tiers";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;

const tenantOperations = Object.entries(
  operations as Record<string, AnyTenantOperation | { realm: "identity" }>,
).filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");

/** A malformed id where an unknown one is accepted, as in a filter. */
const noRecord = "NOT_FOUND This record does not exist, or you are not allowed to see it.";

let victim: { ids: Ids; tenantId: string; marker: string };
let intruder: Ctx;
let before: string;

beforeAll(async () => {
  const a = await testWorkspace();
  victim = { tenantId: a.tenant.id, ...(await fillWorkspace(await a.role("owner"))) };
  const b = await testWorkspace();
  intruder = await b.role("owner");
  await fillWorkspace(intruder);
  before = await rowHash(victim.tenantId);
});

async function outcome(
  operation: AnyTenantOperation,
  ids: Ids,
  optional: boolean,
  change = (input: unknown, _ids: readonly string[]) => input,
): Promise<{ error?: string; result?: string; used: string[] }> {
  const used: string[] = [];
  const given: string[] = [];
  const input = sampleInput(operation, {
    optional,
    idOf(field, of) {
      const entity = entityOf(field, of);
      const id = entity ? ids[entity] : undefined;
      if (id) {
        used.push(`${field}:${entity}`);
        given.push(id);
      }
      return id;
    },
  });
  try {
    const result = JSON.stringify(await (operation as unknown as Callable)(intruder, change(input, given))) ?? "";
    // An id that is returned unchanged (a report row by row) proves nothing.
    return { result: given.reduce((text, id) => text.replaceAll(id, "given"), result), used };
  } catch (error) {
    const app = toAppError(error, "reference");
    if (app.code === "INTERNAL") throw error;
    return { error: `${app.code} ${app.message}`, used };
  }
}

const unknownIds = (ids: Ids): Ids => Object.fromEntries(Object.keys(ids).map((entity) => [entity, randomUUID()]));

/** The same input with a malformed id in place of each of these. */
function spoilt(value: unknown, ids: readonly string[]): unknown {
  if (typeof value === "string") return ids.includes(value) ? "not-an-id" : value;
  if (Array.isArray(value)) return value.map((item) => spoilt(item, ids));
  if (!value || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoilt(item, ids)]));
}

/** Operations by the first part of their addresses: those of a noun stand together, and those of nouns that are alike. */
const groupOf = ([name, { rest }]: (typeof tenantOperations)[number]) =>
  isDeep(name) ? (rest?.path.split("/")[1] ?? "others") : "nouns that are like others";
const triedOnes = triedOperations(tenantOperations, 4);
const groups = [...new Set(triedOnes.map(groupOf))].map(
  (group) => [group, triedOnes.filter((entry) => groupOf(entry) === group)] as const,
);

describe.each(groups)("tenant B tries the operations of %s on the rows of tenant A", (_group, ofGroup) => {
  test.each(ofGroup)("%s", async (name, operation) => {
    for (const optional of isDeep(name) ? [false, true] : [true]) {
      const foreign = await outcome(operation, victim.ids, optional);
      const unknown = await outcome(operation, unknownIds(victim.ids), optional);
      const malformed = await outcome(operation, unknownIds(victim.ids), optional, spoilt);
      if (foreign.used.length > 0) {
        expect(foreign.error, "a foreign id is answered like one that does not exist").toBe(unknown.error);
        if (foreign.error === undefined) expect(foreign.result).toBe(unknown.result);
        if (malformed.error !== unknown.error) expect([unknown.error, malformed.error]).toEqual([undefined, noRecord]);
      }
      expect(foreign.result ?? "").not.toContain(victim.marker);
    }
  });

  // Reading all tables after each operation would take longer with each new noun.
  test("and changes none of them", async () => {
    expect(await rowHash(victim.tenantId)).toBe(before);
  });
});

test("the workspace that A's ids come from has a row of each entity that an operation is about", () => {
  const missing = tenantOperations.flatMap(([name, operation]) => {
    const entity = operation.on?.scope.entity;
    return entity && !victim.ids[entity] ? [`${name}: ${entity}`] : [];
  });
  expect(missing).toEqual([]);
});

test("every tenant table has a row of A, so that a leak would show", async () => {
  const tables = await tenantTables(adminQuery);
  const empty: string[] = [];
  for (const name of tables) {
    const [row] = await adminQuery<{ n: string }>(`select count(*) as n from ${name} where tenant_id = $1`, [
      victim.tenantId,
    ]);
    if (row?.n === "0") empty.push(name);
  }
  expect(empty).toEqual([]);
});
