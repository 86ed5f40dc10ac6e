import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as documentOf } from "@/app/api/openapi.json/route";
import { GET, POST } from "@/app/api/v1/[...path]/route";
import { testWorkspace } from "../ctx";
import { withKey } from "../tenancy/doors";

/** The program of the guide; its own types come from the document. */
interface Guide {
  example(
    baseUrl: string,
    key: string,
    fetch: (request: Request) => Promise<Response>,
  ): Promise<{ created: object; found: string[]; total: number | string }>;
}

/** Mistakes that a generated client must refuse, each a line that must not compile. */
const mistakes = `
import createClient from "openapi-fetch";
import type { paths } from "./crm.ts";
const crm = createClient<paths>({ baseUrl: "" });
const query = (body: NonNullable<paths["/accounts/query"]["post"]["requestBody"]>["content"]["application/json"]) =>
  crm.POST("/accounts/query", { body });
query({ conditions: [{ field: "type", op: "is", value: "customer" }] });
query({ conditions: [{ field: "owner", op: "empty" }], within: { field: "industry", value: null } });
// @ts-expect-error a field that the list has not
query({ conditions: [{ field: "amount", op: "is", value: 1 }] });
// @ts-expect-error an operator that a choice has not
query({ conditions: [{ field: "type", op: "contains", value: "customer" }] });
// @ts-expect-error a value that is not of the choice
query({ conditions: [{ field: "type", op: "is", value: "friend" }] });
// @ts-expect-error a value of another kind
query({ conditions: [{ field: "employees", op: "atLeast", value: "many" }] });
// @ts-expect-error an order that the list has not
query({ sort: { field: "phone", direction: "asc" } });
// @ts-expect-error a group that the list has not
query({ within: { field: "name", value: null } });
// @ts-expect-error an account without its name
crm.POST("/accounts", { body: { industry: "Ports" } });
`;

let folder: string;
beforeAll(async () => {
  // Below the project, so that the client finds its library.
  folder = await mkdtemp(resolve("node_modules/.client-"));
  const types = astToString(await openapiTS(await documentOf().json()));
  await writeFile(join(folder, "crm.ts"), types);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await copyFile("docs/guides/client.ts", join(folder, "client.ts"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "dom"],
    types: [],
  },
};

/** The compiler's messages for a file in the folder; writes its JavaScript. */
async function compiled(file: string): Promise<string> {
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ ...settings, files: [file] }));
  const tsc = promisify(execFile)(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder]);
  const { stdout } = await tsc.catch((error: { stdout: string }) => error);
  return stdout;
}

describe("a TypeScript client that openapi-typescript made of the document", () => {
  test("creates, filters and lists as the guide shows", async () => {
    expect(await compiled("client.ts")).toBe("");
    const workspace = await testWorkspace();
    const { authorization = "" } = await withKey(workspace.tenant.id, await workspace.join("owner"), [
      "account:view",
      "account:create",
    ]);
    const { example } = (await import(pathToFileURL(join(folder, "client.js")).href)) as Guide;
    const answer = await example("https://crm.example/api/v1", authorization.replace("Bearer ", ""), (request) => {
      const path = new URL(request.url).pathname.split("/").slice(3);
      return (request.method === "GET" ? GET : POST)(request, { params: Promise.resolve({ path }) });
    });
    expect(answer).toEqual({
      created: expect.objectContaining({ name: "Harbour Cranes", version: 1 }),
      found: ["Harbour Cranes"],
      total: 1,
    });
  });

  test("does not compile with fields, operators and values that the lists have not", async () => {
    await writeFile(join(folder, "mistakes.ts"), mistakes);
    expect(await compiled("mistakes.ts")).toBe("");
  });
});
