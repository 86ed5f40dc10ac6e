import "@/registry/register";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GET as downloadFile } from "@/app/api/exports/[id]/file/route";
import { tenantFolder } from "@/server/tenant-folder";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { withKey } from "@/test/tenancy/doors";
import { purgeFiles } from "../ending/operations/purge";
import { askExport, listExports } from "./operations/exports";
import { zipOf } from "./operations/files";
import { countParts, expiresFrom, exporting, finishExport, forgetExpired, workPart } from "./operations/work";
import { pack, writeSettings } from "./operations/write";

const statusOf = async (id: string) =>
  (await adminQuery<{ status: string }>("select status from workspace_exports where id = $1", [id]))[0]?.status;

describe("the files of an export", () => {
  /** An export that was asked for, of which the first file is written. */
  async function begun() {
    const workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    const { id } = await askExport(await workspace.as(owner), {});
    const [event] = await adminQuery<{ id: string }>(
      "select id from events where tenant_id = $1 and name = 'workspace.exportAsked'",
      [workspace.tenant.id],
    );
    const eventId = event?.id ?? "";
    const { system } = workspace;
    await workPart(system, eventId, 0);
    const folder = zipOf(workspace.tenant.id, id).replace(/\.zip$/, "");
    const writeAll = async () => {
      const parts = (await countParts(system, eventId)) ?? 0;
      for (let place = 0; place < parts; place++) await workPart(system, eventId, place);
    };
    return { workspace, owner, id, eventId, system, folder, writeAll };
  }
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

  test("are people's: a program with the owner's key gets none, and asks for none", async () => {
    const { workspace, owner, id, eventId, system, writeAll } = await begun();
    await writeAll();
    await finishExport(system, eventId);
    const headers = await withKey(workspace.tenant.id, owner, ["workspace:own"]);
    const url = `http://localhost:3000/api/exports/${id}/file?workspace=${workspace.tenant.slug}`;
    const response = await downloadFile(new Request(url, { headers }), { params: Promise.resolve({ id }) });
    expect([response.status, await response.json()]).toMatchObject([403, { error: { code: "FORBIDDEN" } }]);
    const program = await workspace.as(owner, { scopes: ["workspace:own"] });
    for (const act of [listExports(program, {}), askExport(program, {})])
      await expect(act).rejects.toMatchObject({ code: "FORBIDDEN" });
    const noted = "select name from events where tenant_id = $1 and name like 'workspace.export%' order by id";
    expect(await adminQuery(noted, [workspace.tenant.id])).toEqual([
      { name: "workspace.exportAsked" },
      { name: "workspace.exportFinished" },
    ]);
  });

  test("are all there, or the export fails: those that another server wrote, or a lost disk held", async () => {
    const { workspace, owner, id, eventId, system, folder, writeAll } = await begun();
    await writeAll();
    await rm(join(folder, "tables.events.csv"));
    await expect(finishExport(system, eventId)).rejects.toMatchObject({ code: "CONFLICT" });
    const [row] = (await listExports(await workspace.as(owner), {})).rows;
    expect(row).toMatchObject({ status: "failed", failure: expect.stringContaining("lost") });
    expect([existsSync(folder), existsSync(zipOf(workspace.tenant.id, id))]).toEqual([false, false]);
  });

  test("are packed again by the process that goes on after one that was killed", async () => {
    const { workspace, id, eventId, system, folder, writeAll } = await begun();
    await writeAll();
    await finishExport(system, eventId);
    expect(existsSync(folder)).toBe(false);
    // Killed before it was noted: the parts and the zip file are there.
    await adminQuery("update workspace_exports set status = 'running', expires_at = null where id = $1", [id]);
    await writeAll();
    const ctx = await workspace.role("owner");
    await writeSettings(ctx, id);
    await pack(ctx, id);
    expect(await finishExport(system, eventId)).toBeGreaterThan(0);
    expect(await statusOf(id)).toBe("done");
  });

  test("of one that failed on our side stay for another try, and no longer than those of a whole one", async () => {
    const { eventId, system, folder } = await begun();
    const breaks = () => Promise.reject(new Error("The disk is full."));
    await expect(exporting(system, eventId, breaks)).rejects.toThrow("The disk is full.");
    expect(await forgetExpired(system, inDays(6))).toBe(0);
    expect(existsSync(folder)).toBe(true);
    const expires = (await expiresFrom(system))?.getTime();
    expect(expires).toBeGreaterThan(inDays(6).getTime());
    expect(expires).toBeLessThan(inDays(8).getTime());
    expect(await forgetExpired(system, inDays(8))).toBe(1);
    expect(existsSync(folder)).toBe(false);
    expect(await expiresFrom(system)).toBeNull();
  });

  test("of one that was broken off are deleted: at once after another is asked for, else after the same days", async () => {
    const [asked, left] = [await begun(), await begun()];
    await adminQuery("update workspace_exports set created_at = now() - interval '7 hours' where id = $1", [asked.id]);
    await askExport(await asked.workspace.as(asked.owner), {});
    expect(await forgetExpired(asked.system, new Date())).toBe(1);
    expect(await forgetExpired(left.system, inDays(8))).toBe(1);
    for (const { id, folder } of [asked, left])
      expect([await statusOf(id), existsSync(folder)]).toEqual(["failed", false]);
  });

  test("that are written while their workspace is deleted go with it", async () => {
    const { workspace, eventId, system } = await begun();
    const { id } = workspace.tenant;
    await using held = await hold(`delete from workspace_exports where tenant_id = '${id}'`);
    const writing = workPart(system, eventId, 1);
    await expect.poll(() => howManyWait()).toBe(1);
    await purgeFiles(id);
    await held.release();
    await writing;
    expect(existsSync(tenantFolder(id))).toBe(false);
  });
});
