import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createComment, deleteComment, editComment } from "@/modules/platform/data/comments/operations/write";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { mailTo } from "@/test/mail";
import { setHours } from "@/test/working-hours";
import { notifications } from "./jobs";
import { sendWhenDue } from "./mails/operations/send";
import { listNotifications } from "./operations/list";
import { markNotifications } from "./operations/mark";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const at = (entity: string, id: string): RichNode => ({ type: "mention", attrs: { entity, id } });
const paragraph = (...content: (string | RichNode)[]): RichNode => ({
  type: "paragraph",
  content: content.map((part) => (typeof part === "string" ? { type: "text", text: part } : part)),
});
const doc = (...content: RichNode[]) => ({ doc: { type: "doc" as const, content } });

async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}
const inboxOf = async (
  member: TestMember,
  input: Parameters<typeof listNotifications>[1] = {},
  more: Parameters<TestWorkspace["as"]>[1] = {},
) => {
  await relayed();
  return (await listNotifications(await workspace.as(member, more), input)).rows;
};
const ownOnly = { visibility: { account: "own" } } as const;
const shortOf = (rows: Awaited<ReturnType<typeof inboxOf>>) =>
  rows.map(({ items: [first], count }) => `${first?.type} ${first?.record} ${count}`);

/** A member with an account of their own, on which the admin mentions them. */
async function mentioned(words: RichNode[] = []) {
  const member = await workspace.join("member");
  const account = await accountOperations.create(admin, { name: "Northwind", ownerId: member.id });
  const text = doc(...(words.length > 0 ? words : [paragraph("Could you call them, ", at("member", member.id), "?")]));
  const comment = await createComment(admin, { entity: "account", recordId: account.id, text });
  return { member, account, comment, text };
}
const news = async (recordId: string, words = "More news") =>
  createComment(admin, { entity: "account", recordId, text: words });

describe("a mention", () => {
  test("is a line of its own, before later news of its record and of others, until it is read", async () => {
    const { member, account, comment } = await mentioned();
    await relayed();
    await news(account.id);
    await accountOperations.create(admin, { name: "Later", ownerId: member.id });
    const rows = await inboxOf(member);
    expect(shortOf(rows)).toEqual(["mentioned Northwind 1", "accountAssigned Later 1", "accountCommented Northwind 2"]);
    expect(rows[0]?.items[0]?.path).toBe(`/accounts/${account.id}?tab=comments&comment=${comment.id}`);
    expect(shortOf(await inboxOf(member, { show: "unread" }))[0]).toBe("mentioned Northwind 1");
    const since = new Date(Date.now() - 3_600_000).toISOString();
    expect(shortOf(await inboxOf(member, { since }))[0]).toBe("mentioned Northwind 1");
    await markNotifications(await workspace.as(member), { ids: rows[0]?.ids ?? [], as: "read" });
    expect(shortOf(await inboxOf(member))).toEqual([
      "accountAssigned Later 1",
      "accountCommented Northwind 2",
      "mentioned Northwind 1",
    ]);
  });

  test("two of one record are two lines, and pages give each line once", async () => {
    const { member, account, text } = await mentioned();
    await createComment(admin, { entity: "account", recordId: account.id, text });
    await relayed();
    await news(account.id);
    await relayed();
    const ctx = await workspace.as(member);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listNotifications(ctx, { limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...shortOf(page.rows));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["mentioned Northwind 1", "mentioned Northwind 1", "accountCommented Northwind 2"]);
  });
});

describe("its words", () => {
  const wordsOf = async (member: TestMember, more = {}) => (await inboxOf(member, {}, more))[0]?.items[0]?.comment;

  test("are those around it, with the names that the reader may read", async () => {
    const hidden = await accountOperations.create(admin, { name: "Secret Quay", ownerId: admin.member?.id ?? null });
    const member = await workspace.join("member");
    const long = "The crane has been standing still since Monday and nobody can say why. ".repeat(4);
    const content = paragraph(long, at("member", member.id), " please ask at ", at("account", hidden.id), ". ", long);
    const { id } = await accountOperations.create(admin, { name: "Northwind", ownerId: member.id });
    await createComment(admin, { entity: "account", recordId: id, text: doc(content) });
    const excerpt = (await wordsOf(member, ownOnly))?.excerpt ?? "";
    expect(excerpt).toContain(`nobody can say why. @${member.name} please ask at a record you cannot see. The crane`);
    expect(excerpt).toMatch(/^….*…$/);
    expect(excerpt.length).toBeLessThan(260);
    expect((await wordsOf(member))?.excerpt).toContain("please ask at Secret Quay. The crane");
  });

  test("follow an edit, also one without the mention, and a deletion", async () => {
    const { member, comment } = await mentioned();
    expect(await wordsOf(member)).toEqual({ excerpt: `Could you call them, @${member.name}?` });
    const { version } = await editComment(admin, { id: comment.id, version: comment.version, text: "Never mind." });
    expect(await wordsOf(member)).toEqual({ excerpt: "Never mind." });
    expect(version).toBe(comment.version + 1);
    await deleteComment(admin, { id: comment.id });
    expect(await wordsOf(member)).toEqual({ excerpt: null });
  });

  test("are not told of a record that the member no longer sees", async () => {
    const { member, account } = await mentioned();
    await relayed();
    await accountOperations.update(admin, {
      id: account.id,
      version: account.version,
      ownerId: admin.member?.id ?? null,
    });
    const [line] = await inboxOf(member, {}, ownOnly);
    expect(line?.items[0]).toMatchObject({ type: "mentioned", record: null, comment: null, path: null });
  });
});

test("an e-mail has the mention first, with its words, and leads to the comment", async () => {
  const { member, account, comment } = await mentioned();
  await setHours(await workspace.as(member), {
    ...{ timeZone: "UTC", quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 },
  });
  await relayed();
  await news(account.id);
  await accountOperations.create(admin, { name: "Later", ownerId: member.id });
  await relayed();
  const where = { memberId: member.id, urgent: false };
  await admin.db.notificationMail.updateMany({ where, data: { dueAt: new Date(0) } });
  const { id } = await admin.db.notificationMail.findFirstOrThrow({ where, select: { id: true } });
  await sendWhenDue(workspace.system, id);
  const mail = await mailTo(member.email);
  expect(mail.subject).toMatch(/mentioned you in Northwind/);
  expect(mail.text).toContain(`Could you call them, @${member.name}?`);
  expect(mail.links.some((href) => href.includes(`comment=${comment.id}`))).toBe(true);
});
