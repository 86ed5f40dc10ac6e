// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { type NounEntity, nounOf, nouns } from "@/lib/nouns/all";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { moduleOfPermission } from "@/server/entitlements";
import { toAppError } from "@/server/errors";
import { exportedNouns } from "@/server/nouns/exported";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { later, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { entityOf, type Ids, sampleInput } from "./sample-input";

// While a module is off, no operation of the others names a record of it, and none changes one: every door calls these.

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
type Named = readonly [name: string, operation: AnyTenantOperation];

const sold = (Object.keys(nouns) as NounEntity[]).filter((entity) => nounOf(entity)?.module === "pmo");
const others = Object.entries(operations as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] =>
    entry[1].realm === "tenant" && moduleOfPermission(entry[1].permission) !== "pmo",
);
/** The field of an input that names the kind of a record. */
const kindField = ({ input }: AnyTenantOperation) => {
  const shape = (input as { shape?: Record<string, unknown> }).shape ?? {};
  return ["entity", "noun"].find((name) => name in shape);
};
const ofKinds = others.flatMap(([name, operation]) => {
  const field = kindField(operation);
  return field ? sold.map((entity) => [name, entity, field, operation] as const) : [];
});

let off: Ctx;
let ids: Ids;
/** The ids of all records of the module and their parts, and a word of their names. */
const secret: string[] = ["Hidden crane"];
const tables = exportedNouns().flatMap(({ entity, table }) => (sold.includes(entity as NounEntity) ? [table] : []));

/** The rows of a workspace, without those that every request writes. */
async function stored(): Promise<unknown> {
  const counted = [
    "record_follows",
    "comments",
    "files",
    "events",
    "saved_views",
    "custom_fields",
    "option_lists",
    "record_links",
    "visibility_settings",
  ];
  const rows: Record<string, unknown> = {};
  for (const table of [...tables, ...counted]) {
    const sql = `select count(*)::int as count, md5(string_agg(t::text, '' order by t::text)) as hash from ${table} t where tenant_id = $1`;
    rows[table] = await adminQuery(sql, [off.tenant.id]);
  }
  return rows;
}

beforeAll(async () => {
  const workspace = await testWorkspace();
  const on = await workspace.role("owner");
  ({ ids } = await fillWorkspace(on));
  for (const { get, update, entity } of [
    { ...projectOperations, entity: "project" },
    { ...taskOperations, entity: "task" },
  ]) {
    const { id, version } = (await (get as Callable)(on, { id: ids[entity] })) as { id: string; version: number };
    await (update as Callable)(on, { id, version, name: "Hidden crane" });
  }
  for (const table of tables)
    for (const { id } of await adminQuery<{ id: string }>(`select id from ${table} where tenant_id = $1`, [
      on.tenant.id,
    ]))
      secret.push(id);
  await on.db.subscription.updateMany({ data: { plan: "professional" } });
  off = await later(on);
});

/** The answer or the refusal, without what was asked for. */
async function answerTo(operation: AnyTenantOperation, input: unknown): Promise<{ text: string; code: string | null }> {
  let code: string | null = null;
  const answer = await (operation as unknown as Callable)(off, input).catch((error: unknown) => {
    const { code: found, message, details } = toAppError(error, "reference");
    if (found === "INTERNAL") throw error;
    code = found;
    return { message, details };
  });
  const asked = JSON.stringify(input) ?? "";
  const text = secret.reduce(
    (rest, one) => (asked.includes(one) ? rest.replaceAll(one, "asked") : rest),
    JSON.stringify(answer) ?? "",
  );
  return { text, code };
}

const held = (text: string) => secret.filter((one) => text.includes(one));
const idFor = (known: Ids) => (field: string, operation: AnyOperation) => known[entityOf(field, operation) ?? ""];

test("there is something that could be shown", () => {
  expect(sold).toEqual(expect.arrayContaining(["project", "task", "workflow"]));
  expect(secret.length).toBeGreaterThan(sold.length);
  expect(ofKinds.length).toBeGreaterThan(sold.length * 5);
});

describe("while a module is off", () => {
  const queries: Named[] = others.filter(([, { kind }]) => kind === "query");

  test.each(queries)("%s names none of its records", async (_name, operation) => {
    for (const optional of [false, true]) {
      const { text } = await answerTo(operation, sampleInput(operation, { optional, idOf: idFor(ids) }));
      expect(held(text)).toEqual([]);
    }
  });

  test.each(ofKinds)("%s of a %s finds none, and changes nothing", async (_name, entity, field, operation) => {
    const before = await stored();
    const sample = sampleInput(operation, { optional: false, idOf: () => ids[entity] }) as Record<string, unknown>;
    const { text, code } = await answerTo(operation, { ...sample, [field]: entity });
    expect(held(text)).toEqual([]);
    if (operation.kind === "mutation") expect(["MODULE_OFF", "VALIDATION", "NOT_FOUND", "FORBIDDEN"]).toContain(code);
    expect(await stored()).toEqual(before);
  });
});
