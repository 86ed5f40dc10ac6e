import "@/registry/operations";
import { describe, expect, test } from "vitest";
import { pace } from "@/lib/pace";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { notifications } from "./jobs";
import { listNotifications } from "./operations/list";
import { setNotificationPreference } from "./operations/preferences";

const mentionOf = (id: string) => {
  const mention: RichNode = { type: "mention", attrs: { entity: "member", id } };
  return { doc: { type: "doc" as const, content: [{ type: "paragraph", content: [mention] }] } };
};

describe("a member who mentions another very often", () => {
  test("fills no more than the first lines: the rest share one, none is lost, and none of them is mailed at once", async () => {
    const alone = pace.noticesAlone.mentions;
    const workspace = await testWorkspace();
    const admin = await workspace.role("admin");
    const [member, colleague] = [await workspace.join("member"), await workspace.role("admin")];
    await setNotificationPreference(await workspace.as(member), {
      type: "mentioned",
      channel: "emailAtOnce",
      wanted: true,
    });
    const account = await accountOperations.create(admin, { name: "Northwind", ownerId: null });
    const mention = (ctx: typeof admin) =>
      createComment(ctx, { entity: "account", recordId: account.id, text: mentionOf(member.id) });
    for (let count = 0; count < alone + 5; count++) {
      await mention(admin);
      // In several deliveries, as an hour has.
      if (count % 10 === 0) while (await relayOnce(notifications));
    }
    await mention(colleague);
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(await workspace.as(member), { type: "mentioned" });
    const counts = rows.map(({ count }) => count).sort((a, b) => b - a);
    expect(counts).toEqual([5, ...Array(alone + 1).fill(1)]);
    const mailed = await adminQuery<{ urgent: boolean; count: number }>(
      `select m.urgent, count(*)::int from notification_mail_items i join notification_mails m on m.id = i.mail_id
       where i.member_id = $1 group by m.urgent order by m.urgent`,
      [member.id],
    );
    expect(mailed).toEqual([
      { urgent: false, count: 5 },
      { urgent: true, count: alone + 1 },
    ]);
  });
});
