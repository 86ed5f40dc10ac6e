import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { testWorkspace } from "@/test/ctx";
import { newestEvent } from "./operations";

test("a notification that comes after its event is newer for its member alone", async () => {
  const workspace = await testWorkspace();
  const member = await workspace.join("member");
  const [own, owner] = [await workspace.as(member), await workspace.role("owner")];
  const { id: recordId } = await accountOperations.create(owner, { name: "Northwind Ports" });
  const [before, ofOwner] = [await newestEvent(own, {}), await newestEvent(owner, {})];
  expect(before.notice).toBeNull();
  const { id: eventId } = await owner.db.event.findFirstOrThrow({
    where: { entityId: recordId },
    select: { id: true },
  });
  const about = {
    memberId: member.id,
    type: "accountAssigned",
    entity: "account",
    recordId,
    eventId,
    groupKey: recordId,
  };
  const at = new Date();
  const { id } = await owner.db.notification.create({ data: { ...about, at, shownFrom: at }, select: { id: true } });
  expect(await newestEvent(own, {})).toEqual({ ...before, notice: id });
  expect(await newestEvent(owner, {})).toEqual(ofOwner);
});
