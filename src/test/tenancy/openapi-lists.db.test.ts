// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type ListOperator, listOperators, operatorArity } from "@/lib/list-filter";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";
import type { AnyOperation } from "@/server/operation";
import { type TestWorkspace, testWorkspace } from "../ctx";
import { sampled } from "../rounds";
import { tried } from "../tiers";
import { rest, signedIn, withKey } from "./doors";

type Schema = {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
};
type Entry = { operationId: string; requestBody?: { content: { "application/json": { schema: Schema } } } };

const all = operations as unknown as Record<string, AnyOperation>;
const document = JSON.parse(JSON.stringify(openApi(all, "https://crm.example"))) as {
  paths: Record<string, Record<string, Entry>>;
  components: { schemas: Record<string, Schema> };
};
const resolved = (schema: Schema = {}): Schema =>
  schema.$ref ? resolved(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""]) : schema;

interface Filter {
  path: string;
  /** The operation that the same address without "/query" leads to. */
  name: string;
  body: Record<string, Schema>;
  /** By field: its operators and a value of it. */
  fields: Map<string, { ops: readonly string[]; value: unknown }>;
}

function sampleOf(schema: Schema): unknown {
  const { type, format, enum: choices, anyOf } = resolved(schema);
  if (anyOf) return sampleOf(anyOf[0] ?? {});
  if (choices) return choices[0];
  if (type === "integer") return 5;
  if (type === "number") return 5.5;
  if (type === "boolean") return true;
  if (format === "uuid") return randomUUID();
  if (format === "date-time") return "2026-11-30T09:00:00.000Z";
  return format === "date" ? "2026-11-30" : "crane";
}

/** Every request of the document that accepts a filter as its body. */
const filters = Object.entries(document.paths).flatMap(([path, methods]): Filter[] => {
  const body = resolved(methods.post?.requestBody?.content["application/json"]?.schema).properties;
  if (!path.endsWith("/query") || !body) return [];
  const fields: Filter["fields"] = new Map();
  for (const variant of resolved(body.conditions?.items).anyOf ?? []) {
    const { field, op, value } = resolved(variant).properties ?? {};
    for (const name of field?.enum ?? [])
      fields.set(name, { ops: resolved(op).enum ?? [], value: sampleOf(value ?? {}) });
  }
  const name = document.paths[path.replace(/\/query$/, "")]?.get?.operationId ?? path;
  return [{ path, name, body, fields }];
});

const asked = (op: ListOperator, value: unknown) =>
  ({ none: {}, one: { value }, two: { value: [value, value] }, many: { value: [value] } })[operatorArity(op)];

let workspace: TestWorkspace;
let headers: Record<string, string>;
let stageId: string;
beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  // A browser's: a key may not send as many requests in a minute.
  headers = await signedIn(owner, workspace.tenant.slug);
  for (const name of ["Alder", "Birch", "Cedar"]) await accountOperations.create(ctx, { name });
  const answer = await rest("GET", "/pipelines", headers);
  stageId = (answer.body.data as { stages: { id: string }[] }[])[0]?.stages[0]?.id ?? "";
});
const at = (path: string) => path.replace("{stageId}", stageId);

test("every request that takes a filter says which list's fields it takes", () => {
  const taking = Object.entries(all).filter(([, { input }]) => {
    const { shape } = input as { shape?: Record<string, unknown> };
    return shape && "conditions" in shape;
  });
  expect(taking.length).toBeGreaterThan(8);
  expect(taking.flatMap(([name, { list }]) => (list ? [] : [name]))).toEqual([]);
  expect(filters.length).toBeGreaterThan(5);
});

const statusOf = async (path: string, input: object) => (await rest("POST", at(path), headers, input)).status;

// A board asks the same of its fields as the list does.
test.each(filters.filter(({ path }) => !path.startsWith("/board")))(
  "$path takes the operators that the document names for a field, and no other",
  async ({ path, name, body, fields }) => {
    expect(fields.size).toBeGreaterThan(3);
    for (const [field, { ops, value }] of sampled(tried([...fields], name, 1), name, 3)) {
      const taken = await Promise.all(
        listOperators.map(async (op) => {
          const conditions = [{ field, op, ...asked(op, value) }];
          return (await statusOf(path, { conditions, ...(body.limit ? { limit: 1 } : {}) })) === 200 ? [op] : [];
        }),
      );
      expect(taken.flat(), field).toEqual(listOperators.filter((op) => ops.includes(op)));
    }
  },
);

test.each(filters)("$path takes the orders and groups that the document names, and no other", async (filter) => {
  const { path, body, fields } = filter;
  const names = [...sampled(tried([...fields.keys()], filter.name, 3), filter.path, 5), "rank", "nothing"];
  const taken = async (inputOf: (field: string) => object) => {
    const statuses = await Promise.all(names.map(async (field) => await statusOf(path, inputOf(field))));
    return names.filter((_name, place) => statuses[place] === 200);
  };
  const named = (schema: Schema | undefined) => {
    // Where a list takes several orders, the first form is that of one.
    const { anyOf: [one] = [schema] } = resolved(schema);
    const choices = resolved(one).properties?.field?.enum ?? [];
    return names.filter((name) => choices.includes(name));
  };
  expect(await taken((field) => ({ sort: { field, direction: "asc" } }))).toEqual(named(body.sort));
  expect(await taken((field) => ({ within: { field, value: null } }))).toEqual(named(body.within));
});

describe("a filter as the body", () => {
  const names = (answer: { body: Record<string, unknown> }) =>
    (answer.body.data as { name: string }[]).map(({ name }) => name);

  test("answers as the address does, at any length, with the right to read alone", async () => {
    const viewer = await workspace.join("viewer");
    const reads = await withKey(workspace.tenant.id, viewer, ["account:view"]);
    const sort = { field: "name", direction: "desc" };
    const short = await rest("GET", `/accounts?${new URLSearchParams({ sort: JSON.stringify(sort), q: "e" })}`, reads);
    expect(names(short)).toEqual(["Cedar", "Alder"]);
    const others = Array.from({ length: 20 }, () => ({
      field: "parent",
      op: "noneOf",
      value: Array.from({ length: 100 }, () => randomUUID()),
    }));
    const input = { conditions: others, sort, q: "e" };
    expect(JSON.stringify(input).length).toBeGreaterThan(50_000);
    expect((await rest("POST", "/accounts/query", reads, input)).body).toEqual(short.body);
  });

  test("goes on by its cursor, and is limited as the address is", async () => {
    const first = await rest("POST", "/accounts/query", headers, { limit: 2 });
    const { nextCursor, total } = first.body.meta as { nextCursor: string; total: number };
    expect([names(first), total]).toEqual([["Alder", "Birch"], 3]);
    const next = await rest("POST", "/accounts/query", headers, { limit: 2, cursor: nextCursor });
    expect(names(next)).toEqual(["Cedar"]);
    expect((await rest("POST", "/accounts/query", headers, { limit: 101 })).status).toBe(422);
    expect((await rest("POST", "/accounts/query", headers, { limits: 2 })).status).toBe(422);
  });

  test("needs the right to read, and passes over a key for changes", async () => {
    const owner = await workspace.join("owner");
    const products = await withKey(workspace.tenant.id, owner, ["product:view"]);
    expect((await rest("POST", "/accounts/query", products, {})).status).toBe(403);
    expect((await rest("POST", "/accounts/query", {}, {})).status).toBe(401);
    const keyed = await rest("POST", "/accounts/query", { ...headers, "Idempotency-Key": "same" }, { limit: 1 });
    const again = await rest("POST", "/accounts/query", { ...headers, "Idempotency-Key": "same" }, { limit: 2 });
    expect([names(keyed), names(again)]).toEqual([["Alder"], ["Alder", "Birch"]]);
  });
});
