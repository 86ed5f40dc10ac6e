import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Mention, RichDoc } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { getFollow, setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { newMark } from "@/test/new-mark";
import { countComments, getCommentThread, listCommentEdits, listComments, listReplies } from "./operations/read";
import { reactToComment, reopenThread, resolveThread } from "./operations/respond";
import { createComment, deleteComment, editComment, replyToComment } from "./operations/write";
import { maxNamed, pageSize, reactionKinds } from "./rules";

let workspace: TestWorkspace;
let people: Record<"ann" | "bo", TestMember>;
let admin: Ctx;
let ann: Ctx;
let bo: Ctx;
let viewer: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  people = { ann: await workspace.join("member"), bo: await workspace.join("member") };
  [ann, bo] = [await workspace.as(people.ann), await workspace.as(people.bo)];
  [admin, viewer] = [await workspace.role("admin"), await workspace.role("viewer")];
});

const docOf = (text: string, mentions: readonly Mention[] = []): RichDoc => ({
  type: "doc",
  content: [
    {
      type: "paragraph",
      content: [{ type: "text", text }, ...mentions.map((attrs) => ({ type: "mention", attrs: { ...attrs } }))],
    },
  ],
});
const member = ({ id }: { id: string }): Mention => ({ entity: "member", id });
const account = async (ctx = ann, more: { ownerId?: string } = {}) =>
  (await accountOperations.create(ctx, { name: `Account ${newMark()}`, ...more })).id;
const write = (ctx: Ctx, recordId: string, text: string, mentions: readonly Mention[] = []) =>
  createComment(ctx, { entity: "account", recordId, text: { doc: docOf(text, mentions) } });
const threads = async (ctx: Ctx, recordId: string) => (await listComments(ctx, { entity: "account", recordId })).rows;
const stored = () =>
  adminQuery(
    `select (select json_agg(c order by id) from comments c) as comments,
      (select json_agg(r order by comment_id, member_id, kind) from comment_reactions r) as reactions,
      (select json_agg(e order by id) from comment_edits e) as edits`,
  );

/** A refusal after which every comment is as before. */
async function refuses(act: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await stored();
  await expect(act()).rejects.toMatchObject(refusal);
  expect(await stored()).toEqual(before);
}

describe("a thread", () => {
  test("has a comment and its replies, the last ones with it and the others in pages", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "First");
    for (let nth = 1; nth <= pageSize.replies + 2; nth++) await replyToComment(bo, { id, text: `Reply ${nth}` });
    const [thread] = await threads(bo, recordId);
    expect(thread).toMatchObject({ id, writer: { id: people.ann.id }, text: { text: "First" }, mayEdit: false });
    expect(thread?.replyCount).toBe(pageSize.replies + 2);
    expect(thread?.replies.map(({ text }) => text?.text)).toEqual([
      "Reply 3",
      "Reply 4",
      "Reply 5",
      "Reply 6",
      "Reply 7",
    ]);
    const page = await listReplies(ann, { id, limit: 4 });
    expect(page.rows.map(({ text }) => text?.text)).toEqual(["Reply 7", "Reply 6", "Reply 5", "Reply 4"]);
    const rest = await listReplies(ann, { id, limit: 4, cursor: page.nextCursor ?? "" });
    expect([rest.rows.map(({ text }) => text?.text), rest.nextCursor]).toEqual([
      ["Reply 3", "Reply 2", "Reply 1"],
      null,
    ]);
    expect(await countComments(ann, { entity: "account", recordId })).toEqual({ comments: 8, resolvedThreads: 0 });
  });

  test("is listed before older ones, in pages", async () => {
    const recordId = await account();
    for (const text of ["One", "Two", "Three"]) await write(ann, recordId, text);
    const first = await listComments(ann, { entity: "account", recordId, limit: 2 });
    expect(first.rows.map(({ text }) => text?.text)).toEqual(["Three", "Two"]);
    const second = await listComments(ann, { entity: "account", recordId, limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.rows.map(({ text }) => text?.text)).toEqual(["One"]);
  });

  test("takes a reply to a reply, and is found by each of its comments", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "First");
    const reply = await replyToComment(bo, { id, text: "Reply" });
    const second = await replyToComment(ann, { id: reply.id, text: "To the reply" });
    expect(second.threadId).toBe(id);
    for (const one of [id, reply.id, second.id])
      expect((await getCommentThread(ann, { id: one })).replies.map(({ id: of }) => of)).toEqual([reply.id, second.id]);
  });

  test("that is resolved takes no reply until it is reopened; twice changes nothing", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "Open question");
    expect(await resolveThread(bo, { id })).toMatchObject({ resolvedBy: { id: people.bo.id } });
    const { resolvedAt } = await resolveThread(ann, { id });
    expect(await resolveThread(ann, { id })).toMatchObject({ resolvedAt, resolvedBy: { id: people.bo.id } });
    await refuses(() => replyToComment(ann, { id, text: "Too late" }), {
      code: "CONFLICT",
      message: "This thread was resolved. Reopen it to reply.",
    });
    expect(await countComments(ann, { entity: "account", recordId })).toEqual({ comments: 1, resolvedThreads: 1 });
    expect(await reopenThread(ann, { id })).toMatchObject({ resolvedAt: null, resolvedBy: null });
    await replyToComment(ann, { id, text: "Again" });
  });

  test("is resolved at its first comment alone", async () => {
    const { id } = await write(ann, await account(), "First");
    const reply = await replyToComment(ann, { id, text: "Reply" });
    await refuses(() => resolveThread(ann, { id: reply.id }), { code: "CONFLICT" });
  });
});

describe("a reply at the moment in which another transaction", () => {
  test.each([
    ["resolves the thread", "resolved_at = now()"],
    ["deletes its first comment", "deleted_at = now(), text = null"],
  ])("%s waits for it, and is refused", async (_title, change) => {
    const { id } = await write(ann, await account(), "First");
    await using held = await hold(`update comments set ${change} where id = '${id}'`);
    const reply = Promise.allSettled([replyToComment(bo, { id, text: "Reply" })]);
    await expect.poll(howManyWait, { timeout: 20_000 }).toBe(1);
    await held.release();
    expect(await reply).toMatchObject([{ status: "rejected", reason: { code: "CONFLICT" } }]);
    expect((await listReplies(ann, { id })).rows).toEqual([]);
  });
});

describe("an edit", () => {
  test("keeps the former texts, and is the writer's alone", async () => {
    const { id, version } = await write(ann, await account(), "First");
    const edited = await editComment(ann, { id, version, text: "Second" });
    expect(edited).toMatchObject({ text: { text: "Second" }, version: 2 });
    expect(edited.editedAt).not.toBeNull();
    await editComment(ann, { id, version: 2, text: "Third" });
    const { rows } = await listCommentEdits(bo, { id });
    expect(rows.map(({ text }) => text?.text)).toEqual(["Second", "First"]);
    for (const ctx of [bo, admin])
      await refuses(() => editComment(ctx, { id, version: 3, text: "Theirs" }), { code: "FORBIDDEN" });
  });

  test("of the same text changes nothing", async () => {
    const { id, version } = await write(ann, await account(), "Same");
    await editComment(ann, { id, version, text: "Same" });
    expect((await listCommentEdits(ann, { id })).rows).toEqual([]);
  });

  test("after another edit is refused with the present text, and after the deletion", async () => {
    const { id, version } = await write(ann, await account(), "First");
    await editComment(ann, { id, version, text: "Second" });
    await refuses(() => editComment(ann, { id, version, text: "Mine" }), {
      code: "CONFLICT",
      details: { current: { version: 2, text: { text: "Second" } } },
    });
    await deleteComment(ann, { id });
    await refuses(() => editComment(ann, { id, version: 2, text: "Late" }), {
      code: "CONFLICT",
      message: "This comment was deleted. Nothing was saved.",
    });
  });
});

describe("a deletion", () => {
  test("leaves a mark without the text, its former texts, reactions and mentions; replies stay", async () => {
    const recordId = await account();
    const { id, version } = await write(ann, recordId, "First", [member(people.bo)]);
    await editComment(ann, { id, version, text: { doc: docOf("Second", [member(people.bo)]) } });
    await reactToComment(bo, { id, kind: "agree", on: true });
    await replyToComment(bo, { id, text: "Stays" });
    expect(await deleteComment(ann, { id })).toMatchObject({
      text: null,
      reactions: [],
      mayEdit: false,
      mayDelete: false,
    });
    const [thread] = await threads(bo, recordId);
    expect(thread).toMatchObject({ deletedBy: { id: people.ann.id }, replies: [{ text: { text: "Stays" } }] });
    expect((await listCommentEdits(ann, { id })).rows).toEqual([]);
    expect(await adminQuery("select 1 from mentions where record_id = $1", [recordId])).toEqual([]);
    await refuses(() => replyToComment(bo, { id, text: "Too late" }), { code: "CONFLICT" });
    await refuses(() => reactToComment(bo, { id, kind: "agree", on: true }), { code: "CONFLICT" });
    await deleteComment(ann, { id });
  });

  test("is the writer's, of owners and admins", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "First");
    for (const ctx of [bo, viewer]) await refuses(() => deleteComment(ctx, { id }), { code: "FORBIDDEN" });
    expect(await deleteComment(admin, { id })).toMatchObject({ deletedBy: { id: admin.member?.id } });
  });

  test("of the record takes its comments along", async () => {
    const { id, version } = await accountOperations.create(admin, { name: "Gone" });
    const comment = await write(ann, id, "First");
    await replyToComment(ann, { id: comment.id, text: "Reply" });
    await reactToComment(bo, { id: comment.id, kind: "seen", on: true });
    expect((await accountOperations.checkDelete(admin, { id })).goes).toEqual(["2 comments"]);
    await accountOperations.delete(admin, { id, version });
    expect(await adminQuery("select 1 from comments where record_id = $1", [id])).toEqual([]);
    await refuses(() => write(ann, id, "Late"), { code: "NOT_FOUND" });
  });
});

describe("reactions", () => {
  test("count each member once for each kind, and are taken back", async () => {
    const { id } = await write(ann, await account(), "First");
    for (const ctx of [ann, bo, bo]) await reactToComment(ctx, { id, kind: "agree", on: true });
    const { reactions } = await reactToComment(bo, { id, kind: "done", on: true });
    expect(reactions).toMatchObject([
      { kind: "agree", count: 2, mine: true, names: [people.ann.name, people.bo.name] },
      { kind: "done", count: 1, mine: true },
    ]);
    expect((await reactToComment(bo, { id, kind: "agree", on: false })).reactions[0]).toMatchObject({
      count: 1,
      mine: false,
    });
    await refuses(() => reactToComment(bo, { id, kind: "shrug" as never, on: true }), { code: "VALIDATION" });
    await refuses(() => reactToComment(viewer, { id, kind: "agree", on: true }), { code: "FORBIDDEN" });
  });

  test("of 1,000 members are counted, and some of them named", async () => {
    const { id } = await write(ann, await account(), "Popular");
    await adminQuery(
      `with made as (
         insert into members (id, tenant_id, name, name_key, role, status, updated_at)
         select gen_random_uuid(), $1, 'Member ' || n, 'member ' || n, 'member', 'placeholder', now()
         from generate_series(1, 1000) n returning id
       ) insert into comment_reactions (tenant_id, comment_id, member_id, kind) select $1, $2, id, 'agree' from made`,
      [workspace.tenant.id, id],
    );
    const { reactions } = await reactToComment(bo, { id, kind: "agree", on: true });
    expect(reactions[0]).toMatchObject({ kind: "agree", count: 1_001, mine: true });
    expect(reactions[0]?.names).toHaveLength(maxNamed);
  });

  test("of one member are as many as there are kinds", async () => {
    const { id } = await write(ann, await account(), "First");
    for (const kind of reactionKinds) await reactToComment(ann, { id, kind, on: true });
    expect((await getCommentThread(ann, { id })).reactions.map(({ kind }) => kind)).toEqual([...reactionKinds]);
  });
});

describe("who sees and writes comments", () => {
  test("members who see the record, and viewers read alone", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "First");
    expect(await threads(viewer, recordId)).toHaveLength(1);
    await refuses(() => write(viewer, recordId, "Mine"), { code: "FORBIDDEN" });
    await refuses(() => replyToComment(viewer, { id, text: "Mine" }), { code: "FORBIDDEN" });
    await refuses(() => resolveThread(viewer, { id }), { code: "FORBIDDEN" });
  });

  test("nobody finds those of a record that they do not see, at any door", async () => {
    const other = await testWorkspace();
    const boss = await other.role("admin");
    const seller = await other.join("member");
    await setVisibility(boss, { entity: "account", level: "own" });
    const recordId = await account(boss);
    const { id } = await write(boss, recordId, "Secret words");
    const theirs = await other.as(seller, { visibility: { account: "own" } });
    const record = { entity: "account" as const, recordId };
    const doors = [
      () => listComments(theirs, record),
      () => countComments(theirs, record),
      () => createComment(theirs, { ...record, text: "Hello" }),
      () => getCommentThread(theirs, { id }),
      () => listReplies(theirs, { id }),
      () => listCommentEdits(theirs, { id }),
      () => replyToComment(theirs, { id, text: "Hello" }),
      () => editComment(theirs, { id, version: 1, text: "Hello" }),
      () => deleteComment(theirs, { id }),
      () => reactToComment(theirs, { id, kind: "agree", on: true }),
      () => resolveThread(theirs, { id }),
      () => reopenThread(theirs, { id }),
    ];
    for (const door of doors) await refuses(door, { code: "NOT_FOUND" });
    const key = await other.as(await other.join("admin"), { scopes: ["comment:view", "event:view"] });
    await refuses(() => listComments(key, record), { code: "NOT_FOUND" });
  });

  test("nobody comments on a kind of record that has no comments", async () => {
    const input = { entity: "product", recordId: randomUUID(), text: "Hello" };
    await refuses(() => createComment(ann, input), { code: "VALIDATION" });
  });
});

describe("a text", () => {
  test("without words, with too many mentions or of another form is refused", async () => {
    const recordId = await account();
    const record = { entity: "account", recordId };
    for (const text of ["", "   ", { doc: docOf(" ") }])
      await refuses(() => createComment(ann, { ...record, text }), { code: "VALIDATION" });
    const many = Array.from({ length: 501 }, () => ({ entity: "member", id: randomUUID() }));
    await refuses(() => createComment(ann, { ...record, text: { doc: docOf("All", many) } }), { code: "VALIDATION" });
    await refuses(
      () => createComment(ann, { ...record, text: { doc: { type: "doc", content: [{ type: "script" }] } } }),
      {
        code: "VALIDATION",
      },
    );
  });

  test("that mentions 500 is saved, and notifies those of them who are members", async () => {
    const recordId = await account();
    const others = Array.from({ length: 499 }, () => ({ entity: "member", id: randomUUID() }));
    await write(ann, recordId, "Everybody", [member(people.bo), ...others]);
    expect(await toldOf(people.bo, recordId)).toEqual(["mentioned mentioned"]);
  });
});

/** Type and reason of the notifications of a member about a record, oldest first. */
async function toldOf({ id }: { id: string }, recordId: string): Promise<string[]> {
  while (await relayOnce(notifications));
  const rows = await admin.db.notification.findMany({ where: { memberId: id, recordId }, orderBy: { id: "asc" } });
  return rows.map(({ type, reason }) => `${type} ${reason}`);
}

describe("a comment notifies", () => {
  test("the owner and followers, each once, and not its writer, who follows the record from then on", async () => {
    const recordId = await account();
    await setFollow(admin, { entity: "account", recordId, state: "following" });
    await write(bo, recordId, "Hello");
    expect(await toldOf(people.ann, recordId)).toEqual(["accountCommented owner"]);
    expect(await toldOf({ id: admin.member?.id ?? "" }, recordId)).toEqual(["accountCommented chosen"]);
    expect(await toldOf(people.bo, recordId)).toEqual([]);
    expect(await getFollow(bo, { entity: "account", recordId })).toEqual({ state: "following", reason: "wrote" });
    const [thread] = await threads(ann, recordId);
    await replyToComment(ann, { id: thread?.id ?? "", text: "Hello too" });
    expect(await toldOf(people.bo, recordId)).toEqual(["accountCommented wrote"]);
  });

  test("a mentioned member of the mention alone, also the owner, and once for each comment", async () => {
    const recordId = await account();
    const { id, version } = await write(bo, recordId, "Look", [member(people.ann)]);
    expect(await toldOf(people.ann, recordId)).toEqual(["mentioned mentioned"]);
    const [group] = (await listNotifications(ann, {})).rows;
    expect(group?.items[0]).toMatchObject({
      ...{ type: "mentioned", recordId },
      path: `/accounts/${recordId}?tab=comments&comment=${id}`,
    });
    await editComment(bo, { id, version, text: { doc: docOf("Look again", [member(people.ann)]) } });
    expect(await toldOf(people.ann, recordId)).toEqual(["mentioned mentioned"]);
    await write(bo, recordId, "Another", [member(people.ann)]);
    expect(await toldOf(people.ann, recordId)).toEqual(["mentioned mentioned", "mentioned mentioned"]);
  });

  test("nobody who muted the record", async () => {
    const recordId = await account();
    await setFollow(ann, { entity: "account", recordId, state: "muted" });
    await write(bo, recordId, "Hello", [member(people.ann)]);
    expect(await toldOf(people.ann, recordId)).toEqual([]);
  });
});

describe("the timeline of a record", () => {
  test("has its comments at their times, by kind, by member and by words, without deleted ones", async () => {
    const recordId = await account();
    const { id } = await write(ann, recordId, "About the crane");
    await replyToComment(bo, { id, text: "About the price" });
    const gone = await write(bo, recordId, "Wrong record");
    await deleteComment(bo, { id: gone.id });
    const entries = async (more: object = {}) => {
      const { rows } = await listTimeline(ann, { entity: "account", id: recordId, ...more });
      return rows.map(({ actor, verb, detail }) => `${actor?.name} ${verb} ${detail ?? ""}`.trim());
    };
    const [bos, anns] = [`${people.bo.name} replied About the price`, `${people.ann.name} commented About the crane`];
    expect(await entries()).toEqual([bos, anns, `${people.ann.name} created`]);
    expect(await entries({ kind: "comments" })).toEqual([bos, anns]);
    expect(await entries({ kind: "changes" })).toEqual([`${people.ann.name} created`]);
    expect(await entries({ memberId: people.bo.id })).toEqual([bos]);
    expect(await entries({ q: "crane" })).toEqual([anns]);
  });
});
