import { subMinutes } from "date-fns";
import type { Ctx } from "@/server/context";
import "@/registry/register";
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import yauzl from "yauzl";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { tenantById } from "@/server/access";
import { createCtx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { fillWorkspace, rowHash } from "@/test/full-workspace";
import { mailTo } from "@/test/mail";
import { servedJobs } from "@/test/served-jobs";
import { uploadFile } from "@/test/stored-file";
import { transferOwnership } from "../ending/operations/transfer";
import { setVisibility } from "../operations/settings";
import { exportWorkspace, forgetExports } from "./jobs";
import { askExport, downloadExport, listExports, openDownload } from "./operations/exports";
import { openExport, zipOf } from "./operations/files";
import { expiresFrom, forgetExpired } from "./operations/work";

const { consumer } = servedJobs(exportWorkspace, forgetExports);
const deliver = async () => {
  while (await relayOnce(consumer));
};

/** The files of a zip file, by name. */
async function unzipped(bytes: Uint8Array): Promise<Record<string, string>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  );
  const files: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve());
    zip.on("entry", (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          files[entry.fileName] = Buffer.concat(chunks).toString("utf8");
          zip.readEntry();
        });
      });
    });
    zip.readEntry();
  });
  return files;
}

const statusOf = async (id: string) =>
  (await adminQuery<{ status: string }>("select status from workspace_exports where id = $1", [id]))[0]?.status;

describe("an export of the whole workspace", () => {
  let workspace: TestWorkspace;
  let owner: TestMember;
  let marker: string;
  let id: string;
  beforeAll(async () => {
    workspace = await testWorkspace();
    owner = await workspace.join("owner");
    ({ marker } = await fillWorkspace(await workspace.as(owner)));
    await adminQuery("delete from workspace_exports where tenant_id = $1", [workspace.tenant.id]);
    const other = await testWorkspace();
    await fillWorkspace(await other.role("owner"));
    const ctx = await workspace.as(owner);
    const field = await createCustomField(ctx, { entity: "account", kind: "text", label: "Favourite dish" });
    const known = await later(ctx);
    const account = await accountOperations.create(known, { name: "=Formula", custom: { [field.key]: "Soup" } });
    const offer = { entity: "account", recordId: account.id, name: "Offer.txt" } as const;
    await uploadFile(known, Buffer.from("An offer"), offer);
    ({ id } = await askExport(ctx, {}));
    await expect(askExport(ctx, {})).rejects.toMatchObject({ code: "CONFLICT" });
    await deliver();
    // The run goes on after the end of the export; the rows may not change after the first fingerprint.
    const where = [workspace.tenant.id, exportWorkspace.id];
    const runs = () => adminQuery("select status from job_runs where tenant_id = $1 and job = $2", where);
    await vi.waitFor(async () => expect(await runs()).toEqual([{ status: "done" }]), { timeout: 60_000 });
  });

  test("holds every noun and every other table, and settings; custom fields too, no secrets, nothing of others", async () => {
    const { name, content } = await openExport(await workspace.as(owner), id);
    expect(name).toMatch(/^test-.*\.zip$/);
    const files = await unzipped(new Uint8Array(await new Response(content).arrayBuffer()));
    const names = Object.keys(files);
    for (const path of ["accounts", "contacts", "products", "opportunities"])
      expect(files[`records/${path}.csv`]).toContain(marker);
    for (const table of ["members", "teams", "events", "pipelines", "invoices", "api_keys", "tags"])
      expect(files[`tables/${table}.csv`], table).toMatch(/\r\n[^\r]/);
    expect(names.filter((one) => /tables\/(accounts|search_|import_rows)/.test(one))).toEqual([]);
    const [head = "", ...lines] = (files["records/accounts.csv"] ?? "").split("\r\n");
    expect(head).toContain("Favourite dish");
    expect(lines.find((line) => line.includes("Soup"))).toContain("'=Formula");
    const [columns = "", first = ""] = (files["records/opportunities.csv"] ?? "").replace("\uFEFF", "").split("\r\n");
    const opportunity = Object.fromEntries(columns.split(",").map((name, at) => [name, first.split(",")[at]]));
    const [at] = await adminQuery<{ pipeline: string; stage: string }>(
      `select p.name pipeline, s.name stage from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
       join pipelines p on p.tenant_id = o.tenant_id and p.id = o.pipeline_id where o.tenant_id = $1 and o.id = $2`,
      [workspace.tenant.id, opportunity.id],
    );
    expect(opportunity).toMatchObject({ Pipeline: at?.pipeline, Stage: at?.stage });
    const all = Object.values(files).join("\n");
    expect(all).not.toMatch(/key_hash|token_hash|password/);
    const [key] = await adminQuery<{ key_hash: string }>("select key_hash from api_keys where tenant_id = $1", [
      workspace.tenant.id,
    ]);
    expect(all).not.toContain(key?.key_hash);
    const settings = JSON.parse(files["settings.json"] ?? "{}");
    expect(settings).toMatchObject({ format: 1, workspace: { name: workspace.tenant.name } });
    expect((await mailTo(owner.email)).subject).toBe(`The export of ${workspace.tenant.name} is ready`);
  });

  test("has the files of records in files of their own, and names those that storage lacks", async () => {
    const ctx = await workspace.as(owner);
    expect((await listExports(ctx, {})).rows).toMatchObject([{ id, fileParts: 1 }]);
    const { address } = await openDownload(ctx, { id, part: 1 });
    expect(address).toContain(`/api/exports/${id}/file?workspace=${workspace.tenant.slug}&part=1`);
    const { name, content } = await openExport(ctx, id, 1);
    expect(name).toMatch(/-files-1\.zip$/);
    const files = await unzipped(new Uint8Array(await new Response(content).arrayBuffer()));
    expect(Object.entries(files).find(([path]) => path.endsWith("/1 Offer.txt"))?.[1]).toBe("An offer");
    expect(files["files/missing-in-storage.txt"]).toContain(marker);
    await expect(openExport(ctx, id, 2)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is its asker's alone, and the right is asked again at each download", async () => {
    const [second, admin] = [await workspace.role("owner"), await workspace.role("admin")];
    const before = await rowHash(workspace.tenant.id);
    expect(await listExports(second, {})).toEqual({ rows: [] });
    await expect(openExport(second, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(openExport(admin, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(openExport(await (await testWorkspace()).role("owner"), id)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await rowHash(workspace.tenant.id)).toBe(before);
    expect((await listExports(await workspace.as(owner), {})).rows).toMatchObject([{ id, status: "done" }]);
  });

  test("is given to a session only that has just proved whose it is, and so is a change of visibility", async () => {
    const ctx = await workspace.as(owner);
    if (ctx.actor.type !== "user") throw new Error("An owner is a person.");
    const confirmed = (confirmedAt: Date): Ctx => ({
      ...ctx,
      actor: { ...(ctx.actor as typeof ctx.actor & { type: "user" }), confirmedAt },
    });
    const old = confirmed(subMinutes(new Date(), 11));
    const refused = { code: "FORBIDDEN", details: { reason: "confirm" } };
    const before = await rowHash(workspace.tenant.id);
    await expect(openDownload(old, { id })).rejects.toMatchObject(refused);
    await expect(openExport(old, id)).rejects.toMatchObject(refused);
    await expect(setVisibility(old, { entity: "account", level: "own" })).rejects.toMatchObject(refused);
    expect(await rowHash(workspace.tenant.id)).toBe(before);
    const { address } = await openDownload(confirmed(new Date()), { id });
    expect(address).toBe(`/api/exports/${id}/file?workspace=${workspace.tenant.slug}`);
    await (await openExport(confirmed(new Date()), id)).content.cancel();
  });

  test("is deleted after seven days", async () => {
    const ctx = await workspace.as(owner);
    const [row] = (await listExports(ctx, {})).rows;
    expect(Date.parse(row?.expiresAt ?? "") - Date.parse(row?.finishedAt ?? "")).toBe(7 * 86_400_000);
    expect(await expiresFrom(workspace.system)).toEqual(new Date(row?.expiresAt ?? ""));
    await adminQuery("update workspace_exports set expires_at = now() - interval '1 second' where id = $1", [id]);
    await expect(downloadExport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(existsSync(zipOf(workspace.tenant.id, id))).toBe(true);
    expect(await forgetExpired(workspace.system, new Date())).toBe(1);
    expect(existsSync(zipOf(workspace.tenant.id, id))).toBe(false);
    expect(await statusOf(id)).toBe("expired");
  });
});

test("an owner who hands over the workspace while the export waits gets no file", async () => {
  const workspace = await testWorkspace();
  const [owner, heir] = [await workspace.join("owner"), await workspace.join("member")];
  const { id } = await askExport(await workspace.as(owner), {});
  await transferOwnership(await workspace.as(owner), { memberId: heir.id });
  await deliver();
  await expect.poll(() => statusOf(id)).toBe("failed");
  expect(existsSync(zipOf(workspace.tenant.id, id))).toBe(false);
  const tenant = await tenantById(workspace.tenant.id);
  if (!tenant) throw new Error("The workspace is gone.");
  const admin = createCtx({
    tenant,
    actor: { type: "user", memberId: owner.id, userId: owner.userId },
    member: { ...owner, role: "admin" },
  });
  await expect(listExports(admin, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
});
