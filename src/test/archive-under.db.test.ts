import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { opportunityWorkspace } from "./opportunities";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, admin: ctx } = await opportunityWorkspace());
});

const whole = (by: Ctx, { id, version }: { id: string; version: number }) =>
  accountOperations.archive(by, { id, version, withUnder: true } as never);

async function family() {
  const account = await accountOperations.create(ctx, { name: "Alder" });
  const ann = await contactOperations.create(ctx, { firstName: "Ann", accountId: account.id });
  const deal = await createOpportunity(ctx, { name: "Rollout", accountId: account.id });
  await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId: ann.id });
  await activityOperations.create(ctx, { name: "Call", about: [{ entity: "contact", id: ann.id }] });
  return { account, ann, deal };
}
const isArchived = async ({ ann, deal }: { ann: { id: string }; deal: { id: string } }) => [
  (await contactOperations.get(ctx, { id: ann.id })).archivedAt !== null,
  (await opportunityOperations.get(ctx, { id: deal.id })).archivedAt !== null,
];

describe("an account that is archived", () => {
  test("leaves its contacts and opportunities, unless they are to go with it", async () => {
    const all = await family();
    const { id, version } = await accountOperations.archive(ctx, all.account);
    expect(await isArchived(all)).toEqual([false, false]);
    const back = await accountOperations.restore(ctx, { id, version });
    await whole(ctx, back);
    expect(await isArchived(all)).toEqual([true, true]);
  });

  test("comes back with those that were archived with it, and with no others; parts and links are as before", async () => {
    const all = await family();
    const earlier = await contactOperations.create(ctx, { firstName: "Early", accountId: all.account.id });
    await contactOperations.archive(ctx, earlier);
    const archived = await whole(ctx, all.account);
    await accountOperations.restore(ctx, archived);
    expect(await isArchived(all)).toEqual([false, false]);
    expect((await contactOperations.get(ctx, { id: earlier.id })).archivedAt).not.toBeNull();
    expect((await activityOperations.list(ctx, {})).rows).toMatchObject([{ about: [{ id: all.ann.id }] }]);
    expect(await ctx.db.opportunityContact.count({ where: { contactId: all.ann.id } })).toBe(1);
  });

  test("takes only what the member may edit", async () => {
    const member = await workspace.role("member");
    const all = await family();
    const mine = { ownerId: member.member?.id ?? "" };
    const account = await accountOperations.update(ctx, { id: all.account.id, version: all.account.version, ...mine });
    await contactOperations.update(ctx, { id: all.ann.id, version: all.ann.version, ...mine });
    await whole(member, account);
    expect(await isArchived(all)).toEqual([true, false]);
  });

  test("is refused with more than 200 records, and nothing changes", async () => {
    const { account } = await family();
    await adminQuery(
      `insert into contacts (id, tenant_id, name, name_key, account_id, updated_at)
       select gen_random_uuid(), $1, 'C' || n, 'c' || n, $2, now() from generate_series(1, 200) n`,
      [workspace.tenant.id, account.id],
    );
    await expect(whole(ctx, account)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "More than 200 records belong to this account. Archive them from their lists first.",
    });
    expect((await accountOperations.get(ctx, { id: account.id })).archivedAt).toBeNull();
  });
});
