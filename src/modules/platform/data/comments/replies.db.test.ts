import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { listComments } from "./operations/read";
import { createComment, replyToComment } from "./operations/write";
import { maxReplies } from "./rules";

test("a thread ends at so many replies, also where several come at once", async () => {
  const workspace = await testWorkspace();
  const ann = await workspace.join("member");
  const ctx = await workspace.as(ann);
  const { id: recordId } = await accountOperations.create(ctx, { name: "Alder Ports" });
  const of = { entity: "account", recordId } as const;
  const { id } = await createComment(ctx, { ...of, text: "Long" });
  await adminQuery(
    `insert into comments (id, tenant_id, entity, record_id, thread_id, writer_id, text, updated_at)
     select gen_random_uuid(), $1, 'account', $2, $3, $4, 'Filler', now() from generate_series(1, ${maxReplies - 2})`,
    [workspace.tenant.id, recordId, id, ann.id],
  );
  const last = await replyToComment(ctx, { id, text: "The last but one" });
  // Also by an answer to a reply, which goes to the same thread.
  const acts = [id, last.id, id, last.id, id].map((one, nth) => replyToComment(ctx, { id: one, text: `Reply ${nth}` }));
  const results = await Promise.allSettled(acts);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
  expect((await listComments(ctx, of)).rows[0]?.replyCount).toBe(maxReplies);
});
