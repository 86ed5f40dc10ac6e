import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { completeStored, NotStored } from "@/server/storage";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { sentFile } from "@/test/stored-file";
import { purgeFiles } from "./operations/purge";

test("the end of a workspace ends its uploads in storage: open ones, those in a check, and those of deleted records", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  const sent = async (name: string) => {
    const { id: recordId } = await accountOperations.create(ctx, { name });
    const { id } = await sentFile(ctx, Buffer.from("Hello\n"), { entity: "account", recordId, name: "A.txt" });
    const [upload] = await adminQuery<{ key: string; storage: string; tag: string }>(
      `select u.storage_key as key, u.storage_id as storage, p.tag
       from file_uploads u join file_upload_parts p on p.upload_id = u.id where u.id = $1`,
      [id],
    );
    if (!upload) throw new Error("The upload was not begun.");
    const { key, storage, tag } = upload;
    return { id, recordId, complete: () => completeStored(key, storage, [{ number: 1, tag }]) };
  };
  const [open, checked, deleted] = [await sent("Open"), await sent("Checked"), await sent("Deleted")];
  await adminQuery(
    "update file_uploads set status = 'checking', leased_until = now() + interval '1 minute' where id = $1",
    [checked.id],
  );
  await adminQuery("delete from accounts where id = $1", [deleted.recordId]);
  await purgeFiles(workspace.tenant.id);
  for (const { complete } of [open, checked, deleted]) await expect(complete()).rejects.toBeInstanceOf(NotStored);
});
