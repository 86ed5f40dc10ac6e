// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { nounEntities, nounOf } from "@/lib/nouns/all";
import { permissions } from "@/lib/roles";
import { capital } from "@/lib/text";
import { operations } from "@/registry/operations";
import { batchPath } from "@/server/batch";
import { openApi } from "@/server/openapi/document";
import { exampleId } from "@/server/openapi/examples";
import type { AnyOperation } from "@/server/operation";
import { routesOf } from "@/server/routes";
import { testWorkspace } from "../ctx";
import { fillWorkspace } from "../full-workspace";
import { entityOf } from "../sample-input";
import { rest, withKey } from "./doors";

interface Entry {
  operationId: string;
  requestBody?: { content: Record<string, { example?: object }> };
}
interface Document {
  paths: Record<string, Record<string, Entry>>;
}

const all = operations as unknown as Record<string, AnyOperation>;
const document = JSON.parse(JSON.stringify(openApi(all, "https://crm.example"))) as Document;
const named = new Map(routesOf(all).map(({ name, operation }) => [name, operation] as const));

const examples = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId, requestBody }]) => {
    const body = requestBody?.content["application/json"];
    return body ? [{ path, method: method.toUpperCase(), name: operationId, example: body.example }] : [];
  }),
);

const listsInSettings = nounEntities.filter((entity) => nounOf(entity)?.settings);

/** Requests that the workspace of this test refuses for the state of its records or of the installation, with that field. */
const refused: Readonly<Record<string, string>> = {
  chooseSeats: "memberIds",
  undeleteCustomField: "id",
  makeImportOptions: "field",
  archivePipeline: "toStageId",
  setTaskRepeat: "rule",
  placeTask: "parentId",
  // Of each list in the settings this workspace has one entry: there is none for it to stand after.
  ...Object.fromEntries(listsInSettings.map((entity) => [`move${capital(entity)}`, "after"])),
  reopenActivity: "status",
  completeProject: "phase",
};

let headers: Record<string, string>;
let ids: Record<string, string>;
beforeAll(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  ({ ids } = await fillWorkspace(await workspace.as(owner)));
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
});

/** The example with ids of the workspace's records, each of the kind that its field names. */
function withIds(value: unknown, field: string, operation: AnyOperation | undefined): unknown {
  if (value === exampleId) return (operation && ids[entityOf(field, operation) ?? ""]) ?? exampleId;
  if (Array.isArray(value)) return value.map((one) => withIds(one, field, operation));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withIds(one, name, operation)]));
}

describe("the example of a request", () => {
  test("is there for each request with a body", () => {
    expect(examples.length).toBeGreaterThan(200);
    expect(examples.filter(({ example }) => example === undefined)).toEqual([]);
  });

  test.each(examples)("$name: $method $path takes it", async ({ path, method, name, example }) => {
    const operation = named.get(name);
    expect(operation !== undefined || path === batchPath).toBe(true);
    const address = path.replaceAll(/\{(\w+)\}/g, (_found, key: string) => {
      if (key === "number") return "1";
      return (operation && ids[entityOf(key, operation) ?? ""]) ?? exampleId;
    });
    const answer = await rest(method, address, headers, withIds(example, "id", operation));
    const wrong =
      (answer.body.error as { details?: { fields?: { path: string }[] } } | undefined)?.details?.fields ?? [];
    const expected = refused[name];
    expect(wrong, JSON.stringify(example)).toEqual(expected ? [expect.objectContaining({ path: expected })] : []);
    if (name !== "beginConnection") expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  });
});
