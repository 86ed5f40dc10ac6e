import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/imports/[importId]/files/[fileId]/errors/route";
import { POST } from "@/app/api/imports/[importId]/files/route";
import type { Ctx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";
import { createImport, getImport } from "./operations/manage-imports";

let workspace: TestWorkspace;
let member: TestMember;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  member = await workspace.join("admin");
  ctx = await workspace.as(member);
});

async function keyWith(scopes: string[]): Promise<string> {
  const key = `tl_${randomUUID()}`;
  await adminQuery(
    `insert into api_keys (id, tenant_id, member_id, name, prefix, key_hash, scopes)
     values (gen_random_uuid(), $1, $2, 'k', 'tl', $3, $4)`,
    [workspace.tenant.id, member.id, tokenHash(key), scopes],
  );
  return key;
}

const send = (id: string, key: string, body: BodyInit, headers: Record<string, string> = {}) =>
  POST(
    new Request(`http://test.example/api/imports/${id}/files?name=${encodeURIComponent("Fírmen 1.csv")}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${key}`, ...headers },
    }),
    { params: Promise.resolve({ importId: id }) },
  );

test("a file goes in by key, and its wrong rows come out as a file", async () => {
  const { id } = await createImport(ctx, {});
  const key = await keyWith(["record:import", "account:view"]);
  const response = await send(id, key, "Company,Employees\nOne,none\nTwo,2\n");
  expect(response.status).toBe(201);
  const { data } = (await response.json()) as { data: { id: string; fileId: string } };
  expect((await getImport(ctx, { id })).files).toMatchObject([{ id: data.fileId, name: "Fírmen 1.csv", rowCount: 2 }]);
  await updateImportFile(ctx, { ...data, entity: "account", mapping: [{ column: 1, field: "employees" }] });
  await check(ctx, id);
  const errors = await GET(
    new Request(`http://test.example/api/imports/${id}/files/${data.fileId}/errors`, {
      headers: { authorization: `Bearer ${key}` },
    }),
    { params: Promise.resolve({ importId: id, fileId: data.fileId }) },
  );
  expect(errors.headers.get("content-disposition")).toContain("F%C3%ADrmen%201-errors.csv");
  expect(await errors.text()).toContain("One,none,2,");
});

test("a file without a name is VALIDATION, as the API's description says, and so is what it does not know", async () => {
  const { id } = await createImport(ctx, {});
  const authorization = `Bearer ${await keyWith(["record:import"])}`;
  for (const [query, path] of [
    ["", "name"],
    ["name=", "name"],
    ["name=a.csv&encoding=klingon", "format.encoding"],
    ["name=a.csv&header=first", "format.headerRow"],
    ["name=a.csv&delimeter=;", "delimeter"],
  ]) {
    const address = `http://test.example/api/imports/${id}/files?${query}`;
    const request = new Request(address, { method: "POST", body: "Company\nA\n", headers: { authorization } });
    const answer = await POST(request, { params: Promise.resolve({ importId: id }) });
    expect([answer.status, await answer.json()]).toMatchObject([422, { error: { details: { fields: [{ path }] } } }]);
  }
  expect((await getImport(ctx, { id })).files).toEqual([]);
});

test("a file takes no Idempotency-Key: one that was passed over would let it come in twice", async () => {
  const { id } = await createImport(ctx, {});
  const answer = await send(id, await keyWith(["record:import"]), "Company\nA\n", { "idempotency-key": "once" });
  expect([answer.status, await answer.json()]).toMatchObject([
    422,
    { error: { code: "VALIDATION", details: { fields: [{ path: "Idempotency-Key" }] } } },
  ]);
  expect((await getImport(ctx, { id })).files).toEqual([]);
});

test("a file that breaks off is its sender's doing, not a failure of the database; nothing of it stays", async () => {
  const { id } = await createImport(ctx, {});
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from("Company\nA\n")),
    pull: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
  });
  const request = new Request(`http://test.example/api/imports/${id}/files?name=a.csv`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${await keyWith(["record:import"])}` },
    duplex: "half",
  } as RequestInit);
  const answer = await POST(request, { params: Promise.resolve({ importId: id }) });
  expect([answer.status, await answer.json()]).toMatchObject([422, { error: { code: "VALIDATION" } }]);
  expect((await getImport(ctx, { id })).files).toEqual([]);
});

test("a file that another site made the browser send is refused", async () => {
  const { id } = await createImport(ctx, {});
  const request = new Request(`http://test.example/api/imports/${id}/files?name=a.csv`, {
    method: "POST",
    body: "Company\nA\n",
    headers: { origin: "https://evil.example", cookie: "next-auth.session-token=x" },
  });
  const answer = await POST(request, { params: Promise.resolve({ importId: id }) });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: "FORBIDDEN" } }]);
  expect((await getImport(ctx, { id })).files).toEqual([]);
});

test("refused: without a right, without a key, too long by its own word, no CSV", async () => {
  const { id } = await createImport(ctx, {});
  const key = await keyWith(["record:import"]);
  const answers = [
    await send(id, await keyWith(["account:view"]), "Company\nA\n"),
    await send(id, "tl_unknown", "Company\nA\n"),
    await send(randomUUID(), key, "Company\nA\n"),
    await send(id, key, "Company\nA\n", { "content-length": String(200_000_000) }),
    await send(id, key, 'Company\n"A\n'),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([403, 401, 404, 413, 422]);
  expect(await answers[3]?.json()).toMatchObject({
    error: { code: "VALIDATION", message: "The file is larger than 100 MB. Split it into smaller files." },
  });
  expect(await answers[4]?.json()).toMatchObject({ error: { details: { row: 2, column: 1 } } });
  expect((await getImport(ctx, { id })).files).toEqual([]);
});
