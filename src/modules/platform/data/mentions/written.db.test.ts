import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { getFollow } from "@/modules/platform/history/notifications/operations/preferences";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const mentioning = (...members: TestMember[]): { doc: RichDoc } => ({
  doc: {
    type: "doc",
    attrs: { version: 1 },
    content: [
      {
        type: "paragraph",
        content: members.map(({ id }) => ({ type: "mention", attrs: { entity: "member", id } })),
      },
    ],
  },
});
const toldOf = async ({ id }: TestMember) => {
  while (await relayOnce(notifications));
  const rows = await admin.db.notification.findMany({ where: { memberId: id }, orderBy: { id: "asc" } });
  return rows.map(({ type, reason }) => `${type} ${reason}`);
};

test("a description mentions members as it is written: at creation, and those whom an edit adds", async () => {
  const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
  const made = await accountOperations.create(admin, { name: "Acme", description: mentioning(bo) });
  expect(await toldOf(bo)).toEqual(["mentioned mentioned"]);
  const edited = { id: made.id, version: made.version, description: mentioning(bo, cy) };
  await accountOperations.update(admin, edited);
  expect([await toldOf(bo), await toldOf(cy)]).toEqual([
    ["mentioned mentioned", "accountChanged mentioned"],
    ["mentioned mentioned"],
  ]);
  const record = { entity: "account", recordId: made.id } as const;
  expect(await getFollow(admin, record)).toEqual({ state: "following", reason: "wrote" });
});

test("a mention that an import left without a row is no news when the text is edited by hand", async () => {
  const bo = await workspace.join("member");
  const made = await accountOperations.create(admin, { name: "Imported", description: mentioning(bo) });
  await toldOf(bo);
  await adminQuery("delete from mentions where record_id = $1", [made.id]);
  await adminQuery("delete from notifications where member_id = $1", [bo.id]);
  await adminQuery("delete from record_follows where record_id = $1", [made.id]);
  await accountOperations.update(admin, { id: made.id, version: made.version, description: mentioning(bo, bo) });
  expect(await toldOf(bo)).toEqual([]);
});

test("a text that is refused leaves no mention, no event and no notification", async () => {
  const bo = await workspace.join("member");
  const made = await accountOperations.create(admin, { name: "Refused" });
  const one = { type: "mention", attrs: { entity: "member", id: bo.id } };
  const ids = Array.from({ length: 501 }, () => crypto.randomUUID());
  const content = [one, ...ids.map((id) => ({ ...one, attrs: { ...one.attrs, id } }))];
  const doc: RichDoc = { type: "doc", attrs: { version: 1 }, content: [{ type: "paragraph", content }] };
  const write = accountOperations.update(admin, { id: made.id, version: made.version, description: { doc } });
  await expect(write).rejects.toMatchObject({ code: "VALIDATION" });
  expect([await toldOf(bo), await adminQuery("select 1 from mentions where record_id = $1", [made.id])]).toEqual([
    [],
    [],
  ]);
});

test("who leaves a text empty has written nothing, and does not follow for it", async () => {
  const writer = await workspace.as(await workspace.join("admin"));
  const nobody = { ownerId: null, description: null } as const;
  const made = await accountOperations.create(writer, { name: "Without a word", ...nobody });
  await toldOf(await workspace.join("member"));
  const record = { entity: "account", recordId: made.id } as const;
  expect(await getFollow(writer, record)).toMatchObject({ state: "none" });
  await accountOperations.update(writer, { id: made.id, version: made.version, description: "A word" });
  await toldOf(await workspace.join("member"));
  expect(await getFollow(writer, record)).toEqual({ state: "following", reason: "wrote" });
});
