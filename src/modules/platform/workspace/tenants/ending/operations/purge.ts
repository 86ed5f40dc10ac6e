import "server-only";
import { rm } from "node:fs/promises";
import { platformQuery } from "@/server/db/client";
import { tenantDb } from "@/server/db/tenant-db";
import { abortStored, deleteAllStored, storesFiles } from "@/server/storage";
import { tenantFolder } from "@/server/tenant-folder";

/** Rows of one statement, which ends long before the limits of a connection. */
const rowsAtOnce = 5_000;
/** Time of one step of the job: a killed process repeats one step only. */
const stepMs = 20_000;

/** Deletes rows of a workspace whose deletion is due, for some seconds; returns how many, 0 when none is left. */
export async function purgeRows(tenantId: string): Promise<number> {
  const until = performance.now() + stepMs;
  let deleted = 0;
  while (performance.now() < until) {
    const [row] = await platformQuery<{ gone: number }>("purge-rows", "select purge_tenant_rows($1, $2) as gone", [
      tenantId,
      rowsAtOnce,
    ]);
    if (!row?.gone) break;
    deleted += row.gone;
  }
  return deleted;
}

/** Deletes the workspace itself, in one transaction with everything that is left; false when it is gone already. */
export async function purgeWorkspace(tenantId: string): Promise<boolean> {
  const [row] = await platformQuery<{ done: boolean }>("purge-tenant", "select purge_tenant($1) as done", [tenantId]);
  // Counters of guesses and refusals are called by the workspace too, and would stay until the sweep of old ones.
  await platformQuery("purge-limits", "delete from rate_limits where position($1 in key) > 0", [tenantId]);
  return row?.done ?? false;
}

/**
 * Whether a workspace is to be deleted now, by the clock of the database, as `purge_lock` asks: from then on nobody can
 * undo or suspend it. A server whose clock is ahead does nothing.
 */
export async function isDue(tenantId: string): Promise<boolean> {
  const rows = await platformQuery(
    "deletion-is-due",
    "select 1 from tenants where id = $1 and deletion_due_at <= now() and status <> 'suspended'",
    [tenantId],
  );
  return rows.length > 0;
}

/** Deletes the files of a workspace, here and in storage. */
export async function purgeFiles(tenantId: string): Promise<void> {
  if (storesFiles()) await abortUploads(tenantId);
  await deleteAllStored(tenantId);
  await purgeFolder(tenantId);
}

/** Storage keeps the parts of an upload that is neither completed nor ended, beside its objects. */
async function abortUploads(tenantId: string): Promise<void> {
  const { db } = tenantDb(tenantId);
  const uploads = await db.fileUpload.findMany({
    where: { status: { not: "done" } },
    select: { storageKey: true, storageId: true },
  });
  const deletions = await db.storedDeletion.findMany({
    where: { storageId: { not: null } },
    select: { key: true, storageId: true },
  });
  const ended = deletions.map(({ key, storageId }) => ({ storageKey: key, storageId }));
  for (const { storageKey, storageId } of [...uploads, ...ended])
    if (storageId !== null) await abortStored(storageKey, storageId);
}

/** Deletes the files that the servers themselves hold of a workspace. */
export async function purgeFolder(tenantId: string): Promise<void> {
  await rm(tenantFolder(tenantId), { recursive: true, force: true });
}
