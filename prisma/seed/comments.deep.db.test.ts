import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listComments } from "@/modules/platform/data/comments/operations/read";
import { testWorkspace } from "@/test/ctx";
import { agreements, talks } from "./comment-talks";
import { bringComments } from "./comments";

test("open opportunities, their accounts and contacts get threads that their members could have written", async () => {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.role("owner");
  for (const role of ["admin", "member", "member", "viewer"] as const) await workspace.join(role);
  const { id: account } = await accountOperations.create(owner, { name: "Alder Ports" });
  const { id: contact } = await contactOperations.create(owner, {
    firstName: "Ann",
    lastName: "Field",
    accountId: account,
  });
  const { id: opportunity } = await createOpportunity(owner, { name: "Quay crane", accountId: account });
  await bringComments(owner, 7);
  const viewers = await owner.db.member.findMany({ where: { role: "viewer" }, select: { id: true } });
  const records = [
    ["account", account],
    ["contact", contact],
    ["opportunity", opportunity],
  ] as const;
  for (const [entity, recordId] of records) {
    const { rows } = await listComments(owner, { entity, recordId });
    expect(rows.length).toBeGreaterThan(0);
    for (const { writer, text, createdAt } of rows.flatMap((thread) => [thread, ...thread.replies])) {
      expect(viewers.map(({ id }) => id)).not.toContain(writer.id);
      expect(text?.text).not.toMatch(/[{}]/);
      expect(new Date(createdAt).getTime()).toBeLessThanOrEqual(Date.now());
    }
  }
  expect(await owner.db.event.count({ where: { name: { contains: "comment" } } })).toBe(0);
});

test("each talk is said by three people at most, and ends where it is resolved", () => {
  for (const talk of Object.values(talks).flat() as readonly (readonly string[])[]) {
    const said = talk.filter((line) => line !== "done");
    expect(talk.indexOf("done") === -1 || talk.at(-1) === "done").toBe(true);
    for (const line of said) expect(line).toMatch(/^[abc] \S/);
  }
  expect(new Set(agreements).size).toBe(agreements.length);
});
