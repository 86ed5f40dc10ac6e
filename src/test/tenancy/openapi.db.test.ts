// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { POST } from "@/app/api/imports/[importId]/files/route";
import { permissions } from "@/lib/roles";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { operations } from "@/registry/operations";
import { batchPath } from "@/server/batch";
import { openApi } from "@/server/openapi/document";
import { type AnyOperation, doneStatuses } from "@/server/operation";
import { routesOf } from "@/server/routes";
import { sessionCookie } from "@/server/session-cookie";
import { type TestWorkspace, testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { fillWorkspace } from "../full-workspace";
import { entityOf, sampleInput } from "../sample-input";
import { triedOperations } from "../tiers";
import { type Answer, rest, withKey } from "./doors";

/**
 * Another link for an open invitation is nothing new; the next activity of a series, or a first calendar, is not the one
 * asked for; a saved mapping is a new one, or takes the place of another.
 */
const makesOthers = new Set(["resendInvitation", "archiveActivitySeries", "setWorkingHours", "saveImportMapping"]);

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema?: object;
  content?: object;
}
interface StoredEntry extends Omit<Entry, "parameters" | "responses"> {
  parameters: (Parameter | Pointer)[];
  responses: Record<string, Entry["responses"][string] | Pointer>;
}
interface Pointer {
  $ref: string;
}
interface Entry {
  operationId: string;
  summary: string;
  tags: string[];
  "x-permission": string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
  servers?: { url: string }[];
  responses: Record<string, { description: string; content?: object }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  security: object[];
  components: { securitySchemes: object; schemas: Record<string, object> };
  paths: Record<string, Record<string, StoredEntry>>;
}

const [json, bytes] = ["application/json", "application/octet-stream"];
const all = operations as unknown as Record<string, AnyOperation>;
const document = JSON.parse(JSON.stringify(openApi(all, "https://crm.example"))) as Document;

/** A part of the document where it says so itself, or stands under a name. */
function resolved<T extends object>(part: T | Pointer): T {
  if (!("$ref" in part)) return part;
  const keys = part.$ref.replace(/^#\//, "").split("/");
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], document) as T;
}
const whole = (entry: StoredEntry): Entry => ({
  ...entry,
  parameters: entry.parameters.map((one) => resolved<Parameter>(one)),
  responses: Object.fromEntries(
    Object.entries(entry.responses).map(([status, one]) => [status, resolved<Entry["responses"][string]>(one)]),
  ),
});

/** The operation behind each name of the document: a long filter has a separate name. */
const named = new Map<string, AnyOperation>([
  ...Object.entries(all),
  ...routesOf(all).map(({ name, operation }) => [name, operation] as const),
]);
const operationOf = (name: string) => named.get(name) as AnyOperation;

const entries = Object.entries(document.paths)
  // No operation of its own is behind a batch: `batch.db.test.ts` asks it.
  .filter(([path]) => path !== batchPath)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, entry]) => ({ path, method, entry: whole(entry), name: entry.operationId })),
  );

describe("the document", () => {
  test("is OpenAPI 3.1 with every route and no other", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.servers).toEqual([{ url: "https://crm.example/api/v1" }]);
    expect(document.security).toEqual([{ key: [] }, { session: [], workspace: [] }]);
    expect(document.components.securitySchemes).toEqual({
      key: { type: "http", scheme: "bearer", description: expect.any(String) },
      session: { type: "apiKey", in: "cookie", name: sessionCookie, description: expect.any(String) },
      workspace: { type: "apiKey", in: "header", name: "X-Workspace", description: expect.any(String) },
    });
    const uploads = Object.entries(all).flatMap(([name, { upload }]) => (upload ? [name] : []));
    const routed = [...routesOf(all).map(({ name }) => name), ...uploads];
    expect(entries.map(({ name }) => name).sort()).toEqual(routed.sort());
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  });

  test.each(entries)(
    "$name: parameters, body, answers and permission are complete",
    ({ path, method, entry, name }) => {
      expect(entry["x-permission"]).toBe(operationOf(name).permission);
      expect(entry.summary.length).toBeGreaterThan(5);
      expect(entry.tags).toHaveLength(1);
      const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
      const inPath = entry.parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map((parameter) => parameter.name)).toEqual(placeholders);
      expect(inPath.every((parameter) => parameter.required)).toBe(true);
      for (const parameter of entry.parameters)
        expect(Number(Boolean(parameter.schema)) + Number(Boolean(parameter.content)), parameter.name).toBe(1);
      const names = entry.parameters.map((parameter) => `${parameter.in}:${parameter.name}`);
      expect(new Set(names).size).toBe(names.length);
      const [[type, body] = []] = Object.entries(entry.requestBody?.content ?? {});
      if (entry.servers) expect([type, entry.servers]).toEqual([bytes, [{ url: "https://crm.example/api" }]]);
      else if (body) expect([type, body.schema]).toMatchObject([json, { additionalProperties: false }]);
      if (method === "get" || method === "delete") expect(entry.requestBody).toBeUndefined();
      const done = Object.keys(entry.responses).filter((status) => /^2\d\d$/.test(status));
      expect(done).toEqual(doneStatuses(operationOf(name)).map(String));
      expect(Object.values(entry.responses).every(({ description }) => description !== "")).toBe(true);
      const refused = Object.keys(entry.responses).filter((status) => /^4\d\d$/.test(status));
      const { kind, conflicts, cursorEnds } = operationOf(name);
      const more = [
        ...(kind === "mutation" || conflicts ? ["409"] : []),
        ...(cursorEnds ? ["410"] : []),
        ...(method === "get" ? [] : ["413"]),
      ];
      expect(refused.sort()).toEqual(["401", "402", "403", "404", "422", "429", ...more].sort());
      expect(entry.responses.default?.content).toHaveProperty([json, "schema", "properties", "error"]);
    },
  );

  test("every reference leads somewhere", () => {
    for (const [, pointer = ""] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
      expect(resolved({ $ref: pointer }), pointer).toBeDefined();
  });
});

describe("every route in it answers", () => {
  let workspace: TestWorkspace;
  let headers: Record<string, string>;
  let ids: Record<string, string>;
  beforeAll(async () => {
    workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    ({ ids } = await fillWorkspace(await workspace.as(owner)));
    headers = await withKey(workspace.tenant.id, owner, [...permissions]);
  });

  test.each(entries.filter(({ entry }) => entry.servers))("$method /api$path takes a file", async ({ entry }) => {
    const said = new URLSearchParams(
      entry.parameters.filter((one) => one.in === "query" && one.required).map((one) => [one.name, "firms.csv"]),
    );
    const { id } = await createImport(await workspace.role("admin"), {});
    const request = new Request(`https://crm.example/api/imports/${id}/files?${said}`, {
      method: "POST",
      headers,
      body: "Company\nOne\n",
    });
    const answer = await POST(request, { params: Promise.resolve({ importId: id }) });
    expect(answer.status).toBe(201);
  });

  test.each(["createAccount", "createStage", "createLossReason", "addOpportunityLine"])(
    "%s answers 201, and the same again under the same Idempotency-Key",
    async (name) => {
      const operation = all[name] as AnyOperation;
      const idOf = (field: string, of: AnyOperation) => ids[entityOf(field, of) ?? ""];
      // A line sets its own price: its product has none.
      const optional = name === "addOpportunityLine";
      const input = sampleInput(operation, { optional, idOf }) as Record<string, unknown>;
      const path = (operation.rest?.path ?? "").replaceAll(/\{(\w+)\}/g, (_found, key: string) => {
        const id = String(input[key]);
        delete input[key];
        return id;
      });
      const sent = { ...headers, "Idempotency-Key": randomUUID() };
      const first = await rest("POST", path, sent, input);
      const again = await rest("POST", path, sent, input);
      expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    },
  );

  // Operations that delete rows come last, so that the others find them.
  const inOrder = entries
    .filter(({ entry }) => !entry.servers)
    .sort((a, b) => Number(a.method === "delete") - Number(b.method === "delete"));
  const triedOnes = triedOperations(
    inOrder.map((one) => [one.name.replace(/^query/, "list"), one] as const),
    3,
  ).map(([, one]) => one);

  test.each(triedOnes)("$method $path", async ({ path, method, name }) => {
    const operation = operationOf(name);
    const input = sampleInput(operation, {
      optional: false,
      idOf: (field, of) => ids[entityOf(field, of) ?? ""],
    }) as Record<string, unknown>;
    // Mails to one address are counted over all workspaces: a new one has none from other tests.
    if (name === "inviteMembers") input.invitees = [{ email: `${randomUUID()}@test.example` }];
    const address = path.replaceAll(/\{(\w+)\}/g, (_found, key: string) => encodeURIComponent(String(input[key])));
    const others = Object.entries(input).filter(([key]) => !path.includes(`{${key}}`));
    const asQuery = method === "get" || method === "delete";
    const text = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
    const search = new URLSearchParams(asQuery ? others.map(([key, value]) => [key, text(value)]) : []);
    const answer: Answer = await rest(
      method.toUpperCase(),
      search.size > 0 ? `${address}?${search}` : address,
      headers,
      asQuery ? undefined : Object.fromEntries(others),
    );
    expect(answer.message ?? "").not.toContain("There is nothing at this address");
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    if (answer.status < 300) {
      const made = await adminQuery(
        "select name from events where request_id = $1 and split_part(name, '.', 2) in ('created', 'lineAdded', 'stepAdded', 'transitionAdded', 'milestoneAdded', 'itemAdded', 'invited', 'commented')",
        [answer.headers.get("x-request-id")],
      );
      expect(answer.status).toBe(made.length > 0 && !makesOthers.has(name) ? 201 : 200);
      expect(Object.keys(document.paths[path]?.[method]?.responses ?? {})).toContain(String(answer.status));
      expect(Object.keys(answer.body).sort()).toEqual(["data", "meta"]);
    } else
      expect(answer.body).toEqual({ error: { code: answer.code, message: answer.message, details: answer.details } });
  });
});
