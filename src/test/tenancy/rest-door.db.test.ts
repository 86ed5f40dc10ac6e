// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { rest, restRaw, restResponse, withKey } from "./doors";

let headers: Record<string, string>;
let importing: Record<string, string>;
let tenantId: string;
let accountId: string;
beforeAll(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  tenantId = workspace.tenant.id;
  headers = await withKey(tenantId, owner, ["account:view", "account:create", "account:edit"]);
  importing = await withKey(tenantId, owner, ["record:import"]);
  ({ id: accountId } = await accountOperations.create(await workspace.as(owner), { name: "Known", industry: "Rail" }));
});

const accounts = () => adminQuery("select name, industry, version from accounts where tenant_id = $1", [tenantId]);
const known = [{ name: "Known", industry: "Rail", version: 1 }];

test("a misspelt field is VALIDATION that names it, and nothing is written", async () => {
  const created = await rest("POST", "/accounts", headers, { name: "New", industy: "Rail" });
  expect(created).toMatchObject({ status: 422, code: "VALIDATION", details: { fields: [{ path: "industy" }] } });
  expect(created.message).toContain("industy");
  const edited = await rest("PATCH", `/accounts/${accountId}`, headers, { version: 1, industy: "Road" });
  expect(edited).toMatchObject({ status: 422, details: { fields: [{ path: "industy" }] } });
  const nested = await rest("POST", "/accounts", headers, { name: "New", billingAddress: { stret: "1 Main St" } });
  expect(nested).toMatchObject({ status: 422, details: { fields: [{ path: "billingAddress.stret" }] } });
  expect(await accounts()).toEqual(known);
});

test("a number in an address is read as a number", async () => {
  const places = `/imports/${randomUUID()}/files/${randomUUID()}/columns`;
  expect(await rest("GET", `${places}/3/field`, importing)).toMatchObject({ status: 404, code: "NOT_FOUND" });
  for (const column of ["three", "1.5", "-1", "%20"])
    expect(await rest("GET", `${places}/${column}/field`, importing)).toMatchObject({
      status: 422,
      details: { fields: [{ path: "column" }] },
    });
});

test("so is one in the query, also within what is JSON there", async () => {
  expect(await rest("GET", "/accounts?industy=Rail", headers)).toMatchObject({
    status: 422,
    details: { fields: [{ path: "industy" }] },
  });
  const conditions = JSON.stringify([{ field: "industry", op: "is", value: "Rail", valeu: 1 }]);
  expect(await rest("GET", `/accounts?conditions=${encodeURIComponent(conditions)}`, headers)).toMatchObject({
    status: 422,
    details: { fields: [{ path: "conditions.0.valeu" }] },
  });
});

test("a JSON object is read whatever its type says, as curl sends it; a form is told what is wanted", async () => {
  const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  const body = JSON.stringify({ version: 1, industry: 7 });
  const read = await restRaw(`/accounts/${accountId}`, { method: "PATCH", headers: form, body });
  expect(read).toMatchObject({ status: 422, details: { fields: [{ path: "industry" }] } });
  const parts = { ...headers, "content-type": "multipart/form-data; boundary=x" };
  for (const [given, text] of [
    [form, "name=Halden"],
    [parts, '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nHalden\r\n--x--\r\n'],
  ] as const) {
    const message = "The body is a form. Send a JSON object instead.";
    expect(await restRaw("/accounts", { method: "POST", headers: given, body: text })).toMatchObject({
      status: 422,
      message,
    });
  }
  expect(await accounts()).toEqual(known);
});

test("a caller without access is refused before the input is read", async () => {
  expect(await rest("POST", "/products", headers, { nam: "x" })).toMatchObject({ status: 403, code: "FORBIDDEN" });
  expect(await rest("POST", "/accounts", {}, { nam: "x" })).toMatchObject({ status: 401 });
});

test("a 401 says what to come with", async () => {
  for (const authorization of ["Basic dGw6", "Bearer tl_unknown"]) {
    const answer = await restResponse("GET", "/accounts", { authorization });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
});

test("HEAD answers as GET, without a body", async () => {
  for (const path of [`/accounts/${accountId}`, "/accounts"]) {
    const answer = await restResponse("HEAD", path, headers);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(answer.headers.get("content-type")).toContain("application/json");
  }
  expect((await restResponse("HEAD", `/accounts/${randomUUID()}`, headers)).status).toBe(404);
});

test("another method is 405 with those that the address takes", async () => {
  const answer = await restResponse("PUT", `/accounts/${accountId}`, headers);
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(["GET", "HEAD", "PATCH"]));
  expect(await answer.json()).toMatchObject({ error: { code: "VALIDATION", message: expect.stringContaining("PUT") } });
  expect((await restResponse("PUT", "/nothing", headers)).status).toBe(404);
  expect(await accounts()).toEqual(known);
});

test("OPTIONS names what an address takes, and says of no other that it is there", async () => {
  const answer = await restResponse("OPTIONS", `/accounts/${accountId}`, {});
  expect([answer.status, answer.headers.get("allow")]).toEqual([204, "DELETE, GET, HEAD, PATCH"]);
  expect((await restResponse("OPTIONS", "/nothing", {})).status).toBe(404);
});

test("a malformed id is answered word for word as an unknown one", async () => {
  const body = { version: 1, name: "x" };
  for (const [method, path, sent] of [
    ["GET", "/accounts/ID", undefined],
    ["PATCH", "/accounts/ID", body],
    ["POST", "/accounts", { name: "x", parentId: "ID" }],
  ] as const) {
    const asked = async (id: string) => {
      const given = sent && JSON.parse(JSON.stringify(sent).replace("ID", id));
      const { status, code, message } = await rest(method, path.replace("ID", id), headers, given);
      return { status, code, message };
    };
    const unknown = await asked(randomUUID());
    expect(unknown).toMatchObject({ status: 404, message: expect.stringContaining("account") });
    expect(await asked("nonsense")).toEqual(unknown);
  }
  expect(await accounts()).toEqual(known);
});
