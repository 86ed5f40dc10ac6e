import "@/registry/register";
import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { GET as preview } from "@/app/api/files/[id]/preview/route";
import { GET as download } from "@/app/api/files/[id]/route";
import { env } from "@/env";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { fileRequest, partOf, uploadFile } from "@/test/stored-file";
import { beginUpload } from "./operations/begin";
import { completeUpload } from "./operations/complete";
import { getUploadParts, reportPart } from "./operations/parts";
import { partBytes } from "./rules";

const text = Buffer.from("Hello\n");
const origin = "https://crm.example";
let workspace: TestWorkspace;
let boss: TestMember;
let ctx: Ctx;
let of: { entity: "account"; recordId: string };
beforeAll(async () => {
  // Browsers reach the storage of the tests.
  Object.assign(env, { STORAGE_CLIENT_URL: env.STORAGE_URL });
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  ctx = await workspace.as(boss);
  of = { entity: "account", recordId: (await accountOperations.create(ctx, { name: "Firm" })).id };
});
afterAll(() => Object.assign(env, { STORAGE_CLIENT_URL: undefined }));
afterEach(() => void vi.useRealTimers());

/** Runs the clock of this process some seconds late; storage has its own. */
async function secondsAgo<T>(seconds: number, act: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - seconds * 1_000 });
  try {
    return await act();
  } finally {
    vi.useRealTimers();
  }
}

describe("a signed link", () => {
  /** The address to which the app sends a browser that downloads a file. */
  const linkTo = async (id: string): Promise<URL> => {
    const answer = await fileRequest(download, id, { workspace, as: boss });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([302, "private, no-store"]);
    return new URL(answer.headers.get("location") ?? "");
  };
  const upload = (name: string, bytes = text) => uploadFile(ctx, bytes, { ...of, name, keepBoth: true });
  /** The answer of storage. */
  const opened = async (link: URL, init: RequestInit = {}) => {
    const answer = await fetch(link, init);
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  const changed = (link: URL, name: string, value: string) => {
    const other = new URL(link);
    other.searchParams.set(name, value);
    return other;
  };

  test("gives the file to whoever has it, to save under its name", async () => {
    const { id } = await upload("Offer ü.txt");
    const { status, headers, body } = await opened(await linkTo(id));
    expect([status, body]).toEqual([200, text.toString()]);
    expect(headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Offer%20%C3%BC.txt");
    expect(headers.get("content-type")).toBe("text/plain");
  });

  test("works for sixty seconds", async () => {
    const { id } = await upload("Late.txt");
    expect((await linkTo(id)).searchParams.get("X-Amz-Expires")).toBe("60");
    expect((await opened(await secondsAgo(40, () => linkTo(id)))).status).toBe(200);
    const late = await opened(await secondsAgo(61, () => linkTo(id)));
    expect([late.status, late.body]).toEqual([403, expect.stringContaining("Request has expired")]);
    const longer = changed(await secondsAgo(61, () => linkTo(id)), "X-Amz-Expires", "3600");
    expect((await opened(longer)).status).toBe(403);
  });

  test("opens no other object, and nothing without its signature", async () => {
    const one = await linkTo((await upload("One.txt")).id);
    const other = await linkTo((await upload("Other.txt", Buffer.from("Secret\n"))).id);
    for (const link of [
      new URL(other.pathname + one.search, one),
      changed(one, "X-Amz-Signature", "0".repeat(64)),
      changed(one, "response-content-type", "text/html"),
      changed(one, "response-content-disposition", "inline"),
    ]) {
      const { status, body } = await opened(link);
      expect([status, body.includes("Secret")], link.href).toEqual([403, false]);
    }
    expect((await opened(one, { method: "DELETE" })).status).toBe(403);
    expect((await opened(one)).body).toBe(text.toString());
  });

  test("of a page, a script or a drawing saves bytes of no type", async () => {
    const { id } = await upload("Page.html", Buffer.from("<script>alert(1)</script>"));
    const { headers } = await opened(await linkTo(id));
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  test("is given to nobody who may not see the record, and previews never have one", async () => {
    const { id } = await upload("Seen.txt");
    const stranger = await (await testWorkspace()).join("owner");
    const refused = await fileRequest(download, id, { workspace, as: stranger });
    expect([refused.status, refused.headers.get("location")]).toEqual([404, null]);
    const shown = await fileRequest(preview, id, { workspace, as: boss });
    expect([shown.status, await shown.text()]).toEqual([200, text.toString()]);
  });
});

describe("an upload that goes to storage itself", () => {
  const send = async (address: string, bytes: Uint8Array) =>
    await fetch(address, { method: "PUT", body: bytes as BodyInit, headers: { origin } });
  const addresses = async (id: string, numbers: number[]) => (await getUploadParts(ctx, { id, numbers })).rows;

  test("sends each part as a page of another origin may, reports its tag, and becomes a file", async () => {
    const bytes = randomBytes(partBytes + 1_000);
    const { id } = await beginUpload(ctx, { ...of, name: "Direct.bin", size: bytes.length });
    const rows = await addresses(id, [1, 2]);
    expect(rows.map(({ report }) => report)).toEqual([true, true]);
    for (const { number, address } of rows) {
      const asked = { origin, "access-control-request-method": "PUT" };
      const preflight = await fetch(address, { method: "OPTIONS", headers: asked });
      expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
        200,
        expect.stringContaining("PUT"),
      ]);
      const sent = await send(address, partOf(bytes, number));
      expect([sent.status, sent.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
      expect(sent.headers.get("access-control-expose-headers")).toContain("ETag");
      await reportPart(ctx, { id, number, tag: sent.headers.get("etag") ?? "" });
    }
    const file = await completeUpload(ctx, { id });
    expect(file).toMatchObject({ size: bytes.length, kind: "other" });
    const answer = await fileRequest(download, file.id, { workspace, as: boss });
    const stored = await fetch(answer.headers.get("location") ?? "");
    expect(Buffer.from(await stored.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test("with another length, for another part, too late or with a wrong tag makes no file", async () => {
    const { id } = await beginUpload(ctx, { ...of, name: "Wrong.bin", size: text.length });
    const [part] = await addresses(id, [1]);
    const address = part?.address ?? "";
    expect((await send(address, Buffer.from("Longer than promised"))).status).toBe(403);
    const other = new URL(address);
    other.searchParams.set("partNumber", "2");
    expect((await send(other.href, text)).status).toBe(403);
    const [late] = await secondsAgo(3_601, () => addresses(id, [1]));
    expect((await send(late?.address ?? "", text)).status).toBe(403);
    await reportPart(ctx, { id, number: 1, tag: '"made-up"' });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
