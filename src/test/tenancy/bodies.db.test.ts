// @module-tag once

import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { type TestWorkspace, testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { rest, restRaw, signedIn, trpcRaw, withKey } from "./doors";

let own: TestWorkspace;
let browser: Record<string, string>;
let key: Record<string, string>;

beforeAll(async () => {
  own = await testWorkspace();
  const owner = await own.join("owner");
  browser = await signedIn(owner, own.tenant.slug);
  key = await withKey(own.tenant.id, owner, [...permissions]);
});
// Each of them would have created an account.
afterAll(async () => {
  expect(await adminQuery("select 1 from accounts where tenant_id = $1", [own.tenant.id])).toEqual([]);
});

test("a body that is no JSON object is VALIDATION", async () => {
  for (const body of ["{", "[1]", "7", '"text"', "null"]) {
    const { status, code } = await restRaw("/accounts", { method: "POST", headers: key, body });
    expect([status, code]).toEqual([422, "VALIDATION"]);
  }
});

test("so is one that tRPC cannot read, in the body, the query or a batch", async () => {
  const create = "/api/trpc/accounts.create";
  const headers = { ...browser, "content-type": "application/json" };
  const refused = { status: 422, code: "VALIDATION", message: "The request is not valid JSON." };
  expect(await trpcRaw(create, { method: "POST", headers, body: "{" })).toMatchObject(refused);
  const typed = '{"json":{"name":"New"},"meta":{"values":{"name":["map"]}}}';
  for (const body of ["null", typed]) {
    const { status, code } = await trpcRaw(create, { method: "POST", headers, body });
    expect([status, code]).toEqual([422, "VALIDATION"]);
  }
  for (const input of ["%7B", "%ff", "%7B%7D%7D"])
    expect(await trpcRaw(`/api/trpc/accounts.get?input=${input}`, { headers: browser })).toMatchObject(refused);
  expect((await trpcRaw("/api/trpc/accounts.get?batch=1&input=7", { headers: browser })).status).toBe(422);
});

test("tRPC takes JSON only: it would read a form or bytes before it knows who sends them", async () => {
  const message = "Send the body as JSON, with Content-Type: application/json.";
  for (const type of ["multipart/form-data; boundary=x", "application/octet-stream", "text/plain"]) {
    const headers = { ...browser, "content-type": type };
    const asked = { method: "POST", headers, body: '{"name":"New"}' };
    expect(await trpcRaw("/api/trpc/accounts.create", asked)).toMatchObject({ status: 422, message });
  }
});

test("one that is no UTF-8 is VALIDATION, not kept with other signs", async () => {
  const message = "The body is not valid UTF-8. Send it in that encoding.";
  const refused = { status: 422, code: "VALIDATION", message };
  const headers = { ...key, "content-type": "application/json" };
  for (const text of ['{"name":"New\xff"}', '{"name":"New\xc3']) {
    const body = Buffer.from(text, "latin1");
    expect(await restRaw("/accounts", { method: "POST", headers, body })).toMatchObject(refused);
    const asked = { method: "POST", headers, body };
    expect(await trpcRaw("/api/trpc/accounts.create", asked)).toMatchObject(refused);
  }
  // A character that arrives in two pieces is one.
  const bytes = Buffer.from('{"name":"Grüße","employees":"many"}');
  const body = new ReadableStream({
    start(controller) {
      for (const piece of [bytes.subarray(0, 12), bytes.subarray(12)]) controller.enqueue(piece);
      controller.close();
    },
  });
  const whole = await restRaw("/accounts", { method: "POST", headers, body, duplex: "half" } as RequestInit);
  expect(whole.details?.fields?.map(({ path }) => path)).toEqual(["employees"]);
});

test("so is a compressed one, which says so instead of being taken for another encoding", async () => {
  const message = "The body is compressed. Send it without Content-Encoding.";
  const headers = { ...key, "content-type": "application/json", "content-encoding": "gzip" };
  const asked = { method: "POST", headers, body: gzipSync('{"name":"New"}') };
  for (const answer of [await restRaw("/accounts", asked), await trpcRaw("/api/trpc/accounts.create", asked)])
    expect(answer).toMatchObject({ status: 422, code: "VALIDATION", message });
});

test("one that breaks off is VALIDATION, no failure of ours or of the database, which the log would tell as an error", async () => {
  const broken = () =>
    new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from('{"na')),
      pull: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
    });
  const asked = () => ({ method: "POST", headers: key, body: broken(), duplex: "half" }) as RequestInit;
  const refused = {
    status: 422,
    code: "VALIDATION",
    message: "The request ended before it was complete. Send it again.",
  };
  expect(await restRaw("/accounts", asked())).toMatchObject(refused);
  const headers = { ...key, "content-type": "application/json" };
  expect(await trpcRaw("/api/trpc/accounts.create", { ...asked(), headers })).toMatchObject(refused);
});

test("lists in lists without end are VALIDATION, under a key too", async () => {
  const deep = (levels: number) => `{"name":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  for (const levels of [40, 100_000])
    for (const headers of [key, { ...key, "idempotency-key": randomUUID() }]) {
      const { status, code } = await restRaw("/accounts", { method: "POST", headers, body: deep(levels) });
      expect([status, code]).toEqual([422, "VALIDATION"]);
    }
  const asked = await rest("GET", `/accounts?conditions=${"[".repeat(4000)}${"]".repeat(4000)}`, key);
  expect([asked.status, asked.code]).toEqual([422, "VALIDATION"]);
});
