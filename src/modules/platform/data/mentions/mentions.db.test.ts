import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { nounEvents } from "@/lib/nouns/events";
import type { Mention, RichDoc } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import {
  getFollow,
  setFollow,
  setNotificationPreference,
} from "@/modules/platform/history/notifications/operations/preferences";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { recordMentions, textsIn } from "@/server/mentions";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { newMark } from "@/test/new-mark";

let workspace: TestWorkspace;
let writer: TestMember;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  writer = await workspace.join("admin");
  admin = await workspace.as(writer);
});

const member = (id: string): Mention => ({ entity: "member", id });
const docOf = (mentions: readonly Mention[]): RichDoc => ({
  type: "doc",
  content: [{ type: "paragraph", content: mentions.map((attrs) => ({ type: "mention", attrs: { ...attrs } })) }],
});
const accountOf = async (ctx = admin, name = `Account ${newMark()}`) =>
  (await accountOperations.create(ctx, { name })).id;

/** Writes a text of an account as its write operations do. */
const write = (
  id: string,
  mentions: readonly Mention[],
  { ctx = admin, before = null as RichDoc | null, field = "description" } = {},
) =>
  inTransaction(ctx, async (inner) => {
    emit(inner, nounEvents("account").updated, { id, after: { [field]: "…" }, data: { wrote: true } });
    await recordMentions(inner, { entity: "account", id, texts: [{ field, doc: docOf(mentions), before }] });
  });

async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}
/** Type and reason of all notifications of a member, newest first. */
async function toldOf({ id }: { id: string }): Promise<string[]> {
  await relayed();
  const rows = await admin.db.notification.findMany({ where: { memberId: id }, orderBy: { id: "desc" } });
  return rows.map(({ type, reason }) => `${type} ${reason}`);
}
const mailsOf = ({ id }: { id: string }) => admin.db.notificationMailItem.count({ where: { memberId: id } });
const stored = (id: string) =>
  adminQuery("select field, to_entity, to_id from mentions where record_id = $1 order by field, to_id", [id]);
const followOf = async (one: TestMember, recordId: string) =>
  await getFollow(await workspace.as(one), { entity: "account", recordId });

describe("a mention", () => {
  test("tells the member once for each text, in the inbox and by mail; not its author", async () => {
    const bo = await workspace.join("member");
    const id = await accountOf();
    await write(id, [member(bo.id), member(writer.id)]);
    expect([await toldOf(bo), await mailsOf(bo)]).toEqual([["mentioned mentioned"], 1]);
    expect(await toldOf(writer)).toEqual([]);
    const [event] = await adminQuery("select data from events where name = 'account.mentioned' and entity_id = $1", [
      id,
    ]);
    expect(event).toEqual({ data: { memberIds: [bo.id] } });
    const { rows } = await listNotifications(await workspace.as(bo), {});
    expect(rows[0]?.items[0]).toMatchObject({ type: "mentioned", actor: { id: writer.id }, recordId: id });
  });

  test("stays known when an edit takes it out: coming back, it is no news; in another text it is", async () => {
    const bo = await workspace.join("member");
    const id = await accountOf();
    const off = { entity: "account", recordId: id, state: "none" } as const;
    for (const mentions of [[member(bo.id)], [], [member(bo.id)]]) {
      await write(id, mentions);
      await relayed();
      // The edits are news to followers alone.
      await setFollow(await workspace.as(bo), off);
    }
    expect(await toldOf(bo)).toEqual(["mentioned mentioned"]);
    await write(id, [member(bo.id)], { field: "notes" });
    expect(await toldOf(bo)).toEqual(["mentioned mentioned", "mentioned mentioned"]);
    expect(await stored(id)).toEqual(
      ["description", "notes"].map((field) => ({ field, to_entity: "member", to_id: bo.id })),
    );
  });

  test("that a text held before it was edited by hand is no news", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const id = await accountOf();
    await write(id, [member(bo.id), member(cy.id)], { before: docOf([member(bo.id)]) });
    expect([await toldOf(bo), await toldOf(cy)]).toEqual([[], ["mentioned mentioned"]]);
  });

  test("tells a follower of the mention, and not of the edit beside it", async () => {
    const bo = await workspace.join("member");
    const id = await accountOf();
    await setFollow(await workspace.as(bo), { entity: "account", recordId: id, state: "following" });
    await write(id, [member(bo.id)]);
    expect(await toldOf(bo)).toEqual(["mentioned mentioned"]);
    await setNotificationPreference(await workspace.as(bo), { type: "mentioned", channel: "inApp", wanted: false });
    await setNotificationPreference(await workspace.as(bo), { type: "mentioned", channel: "email", wanted: false });
    await write(id, [member(bo.id)], { field: "notes" });
    expect(await toldOf(bo)).toEqual(["accountChanged chosen", "mentioned mentioned"]);
  });

  test("tells nobody who muted the record, even its owner", async () => {
    const bo = await workspace.join("member");
    const { id, version } = await accountOperations.create(admin, { name: "Muted" });
    await setFollow(await workspace.as(bo), { entity: "account", recordId: id, state: "muted" });
    await accountOperations.update(admin, { id, version, ownerId: bo.id });
    await write(id, [member(bo.id)]);
    expect([await toldOf(bo), await mailsOf(bo)]).toEqual([[], 0]);
    expect(await stored(id)).toHaveLength(1);
    expect(await followOf(bo, id)).toMatchObject({ state: "muted" });
  });

  test("of placeholders, removed members and ids that nobody has tells nobody, and the text is saved", async () => {
    const gone = await workspace.join("member");
    const { version } = await admin.db.member.findFirstOrThrow({ where: { id: gone.id }, select: { version: true } });
    await removeMember(admin, { id: gone.id, version });
    const placeholder = await createPlaceholder(admin, { name: "Pia Placeholder", role: "member" });
    const foreign = await (await testWorkspace()).join("member");
    const id = await accountOf();
    const named = [gone, placeholder, foreign, { id: randomUUID() }];
    await write(
      id,
      named.map((one) => member(one.id)),
    );
    await relayed();
    expect(await stored(id)).toHaveLength(4);
    for (const one of named) {
      expect(await adminQuery("select 1 from notifications where member_id = $1", [one.id])).toEqual([]);
      expect(await adminQuery("select 1 from notification_mail_items where member_id = $1", [one.id])).toEqual([]);
      expect(await adminQuery("select 1 from record_follows where member_id = $1", [one.id])).toEqual([]);
    }
  });

  test("of members who may not see the record tells nobody, now and when it is hidden later", async () => {
    const bo = await workspace.join("member");
    const [hidden, seen] = [await accountOf(), await accountOf()];
    await write(seen, [member(bo.id)]);
    await relayed();
    expect(await followOf(bo, seen)).toEqual({ state: "following", reason: "mentioned" });
    await setVisibility(admin, { entity: "account", level: "own" });
    try {
      await write(hidden, [member(bo.id)]);
      await write(seen, [], { field: "notes" });
      expect(await toldOf(bo)).toEqual(["mentioned mentioned"]);
      expect(await admin.db.recordFollow.count({ where: { memberId: bo.id, recordId: hidden } })).toBe(0);
      const { rows } = await listNotifications(await workspace.as(bo, { visibility: { account: "own" } }), {});
      expect(rows[0]?.items[0]).toMatchObject({ record: null, recordId: null, reason: null });
    } finally {
      await setVisibility(admin, { entity: "account", level: "everyone" });
    }
  });

  test("in an act on many tells nobody and makes nobody follow", async () => {
    const bo = await workspace.join("member");
    const id = await accountOf();
    await write(id, [member(bo.id)], { ctx: { ...admin, batchId: randomUUID() } });
    expect([await toldOf(bo), (await stored(id)).length]).toEqual([[], 1]);
    expect(await followOf(bo, id)).toMatchObject({ state: "none" });
    expect(await followOf(writer, id)).toMatchObject({ state: "none" });
  });

  test("is one statement and one event for 500 of them, and leaves no trace where the write fails", async () => {
    const bo = await workspace.join("member");
    const id = await accountOf();
    const many = [member(bo.id), ...Array.from({ length: 499 }, () => member(randomUUID()))];
    await write(id, many);
    expect([await toldOf(bo), (await stored(id)).length]).toEqual([["mentioned mentioned"], 500]);
    const other = await accountOf();
    const failing = inTransaction(admin, async (inner) => {
      const texts = [{ field: "description", doc: docOf([member(bo.id)]), before: null }];
      await recordMentions(inner, { entity: "account", id: other, texts });
      throw new Error("The write failed.");
    });
    await expect(failing).rejects.toThrow("The write failed.");
    expect([await toldOf(bo), await stored(other)]).toEqual([["mentioned mentioned"], []]);
  });

  test("goes with its record and with the record that it names", async () => {
    const [source, kept] = [await accountOf(), await accountOf()];
    const product = await productOperations.create(admin, { name: "Named" });
    await write(source, [member(writer.id)]);
    await write(kept, [
      { entity: "product", id: product.id },
      { entity: "account", id: source },
    ]);
    await adminQuery("delete from products where id = $1", [product.id]);
    await adminQuery("delete from accounts where id = $1", [source]);
    expect([await stored(source), await stored(kept)]).toEqual([[], []]);
  });
});

describe("who follows without choosing", () => {
  test("the author of a text and the members whom it mentions, until they choose otherwise", async () => {
    const [ann, bo] = [await workspace.join("admin"), await workspace.join("member")];
    const id = await accountOf();
    await write(id, [member(bo.id)], { ctx: await workspace.as(ann) });
    await relayed();
    expect(await followOf(ann, id)).toEqual({ state: "following", reason: "wrote" });
    expect(await followOf(bo, id)).toEqual({ state: "following", reason: "mentioned" });
    await setFollow(await workspace.as(bo), { entity: "account", recordId: id, state: "none" });
    await write(id, [member(bo.id), member(ann.id)], { field: "notes" });
    await relayed();
    expect(await followOf(bo, id)).toEqual({ state: "none", reason: null });
    expect(await followOf(ann, id)).toEqual({ state: "following", reason: "wrote" });
    expect(await toldOf(ann)).toEqual(["mentioned mentioned"]);
    await write(id, []);
    expect(await toldOf(ann)).toEqual(["accountChanged wrote", "mentioned mentioned"]);
    expect(await toldOf(bo)).toEqual(["mentioned mentioned", "mentioned mentioned"]);
  });

  test("the author of the first text of a new record, of a kind without owners too", async () => {
    const ann = await workspace.join("admin");
    const product = await productOperations.create(admin, { name: "Written" });
    await inTransaction(await workspace.as(ann), async (inner) => {
      emit(inner, nounEvents("product").created, { id: product.id, data: { wrote: true } });
    });
    await relayed();
    const record = { entity: "product", recordId: product.id } as const;
    expect(await getFollow(await workspace.as(ann), record)).toEqual({ state: "following", reason: "wrote" });
  });
});

test("only formatted texts that an input names are read, from a document alone", () => {
  const doc = docOf([]);
  const fields = { notes: { kind: "richText" }, name: { kind: "text" }, other: { kind: "richText" } } as never;
  expect(textsIn(fields, { notes: { doc }, name: { doc } }, { notes: "@…", notesDoc: doc })).toEqual([
    { field: "notes", doc, before: doc },
  ]);
  expect(textsIn(fields, { notes: "Markdown", other: null }, { other: "", otherDoc: doc })).toEqual([
    { field: "notes", doc: null, before: null },
    { field: "other", doc: null, before: doc },
  ]);
});
