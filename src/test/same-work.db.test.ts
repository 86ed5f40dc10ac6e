// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { later, testWorkspace } from "./ctx";
import { fillWorkspace } from "./full-workspace";
import { statementsOf } from "./plans";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { triedOperations } from "./tiers";

// An answer for a hidden record takes as many statements as one for an id that nobody has: its time tells nothing.

const kinds = ["contact", "opportunity", "activity", "comment", "file", "fileUpload", "bulkRun", "recordExport"];

let member: Ctx;
let hidden: Ids;

beforeAll(async () => {
  const workspace = await testWorkspace();
  const admin = await workspace.role("admin");
  const { ids } = await fillWorkspace(admin);
  // Linked records that everybody sees would show it.
  await admin.db.recordLink.deleteMany({ where: { fromEntity: "activity" } });
  const { account = "" } = ids;
  hidden = { account, record: account, ...Object.fromEntries(kinds.map((kind) => [kind, ids[kind] ?? ""])) };
  const own = { account: "own", contact: "own", opportunity: "own", activity: "own" } as const;
  member = await later(await workspace.as(await workspace.join("member"), { visibility: own }));
});

const unknown = () => Object.fromEntries(Object.keys(hidden).map((kind) => [kind, randomUUID()]));

const all = Object.entries(operations as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
);
const kindsNamed = (operation: AnyTenantOperation): Set<string> => {
  const named = new Set<string>();
  const idOf = (field: string, of: AnyOperation) => {
    const entity = entityOf(field, of) ?? "";
    if (["account", "record", ...kinds].includes(entity)) named.add(entity);
    return undefined;
  };
  sampleInput(operation, { optional: false, idOf });
  return named;
};
const tried = triedOperations(all, 1).filter(([, operation]) => kindsNamed(operation).size > 0);

async function workOf(operation: AnyTenantOperation, ids: Ids): Promise<number> {
  const idOf = (field: string, of: AnyOperation) => ids[entityOf(field, of) ?? ""];
  const input = sampleInput(operation, { optional: false, idOf });
  const call = operation as unknown as (ctx: Ctx, input: unknown) => Promise<unknown>;
  return (await statementsOf(() => call(member, input).catch(() => undefined))).length;
}

test.each(tried)("%s", async (_name, operation) => {
  // The first call prepares what is kept in memory.
  await workOf(operation, unknown());
  expect(await workOf(operation, hidden)).toBe(await workOf(operation, unknown()));
});
