import "@/registry/operations";
import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations, completeActivity } from "@/modules/crm/activities/operations/all";
import { listComments } from "@/modules/platform/data/comments/operations/read";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { statementsOf } from "@/test/plans";
import { shapedNoun } from "./shaped";

let workspace: TestWorkspace;
let admin: Ctx;
let member: TestMember;
let reader: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  member = await workspace.join("member");
  reader = await workspace.as(member, { visibility: { account: "own" } });
});

const at = (entity: string, id: string): RichNode => ({ type: "mention", attrs: { entity, id } });
const docOf = (...content: (string | RichNode)[]) => ({
  doc: {
    type: "doc" as const,
    content: [
      {
        type: "paragraph",
        content: content.map((part) => (typeof part === "string" ? { type: "text", text: part } : part)),
      },
    ],
  },
});

/** A text that names a member twice and, in between, an account that the member does not see. */
async function mentioning() {
  const hidden = await accountOperations.create(admin, { name: "Secret Quay", ownerId: admin.member?.id ?? null });
  return docOf(
    "Prepared by ",
    at("member", member.id),
    " for ",
    at("account", hidden.id),
    ", ",
    at("member", member.id),
  );
}
const listedText = async (ctx: Ctx, id: string) =>
  (await accountOperations.list(ctx, {})).rows.find((row) => row.id === id)?.description;

test("the words of a text name whom they mention, as far as their reader may read it", async () => {
  const description = await mentioning();
  const { id, ...made } = await accountOperations.create(admin, { name: "Northwind", ownerId: member.id, description });
  const whole = `Prepared by @${member.name} for Secret Quay, @${member.name}`;
  const partly = `Prepared by @${member.name} for a record you cannot see, @${member.name}`;
  expect(made.description?.text).toBe(whole);
  expect(await listedText(admin, id)).toEqual({ doc: null, text: whole });
  expect(await listedText(reader, id)).toEqual({ doc: null, text: partly });
  expect((await accountOperations.get(reader, { id })).description?.text).toBe(partly);
  const edited = await accountOperations.update(admin, { id, version: made.version, name: "Northwind Inc" });
  expect(edited.description?.text).toBe(whole);
  const [row] = await adminQuery<{ description: string }>("select description from accounts where id = $1", [id]);
  expect(row?.description).toBe("Prepared by @… for @…, @…");
});

test("a member whom a key may not see is no former member, and one who left is", async () => {
  const left = await workspace.join("member");
  const description = docOf(at("member", member.id), " after ", at("member", left.id));
  const { id } = await accountOperations.create(admin, { name: "Handover", ownerId: member.id, description });
  await adminQuery("update members set status = 'removed' where id = $1", [left.id]);
  const key = await workspace.as(member, { scopes: ["account:view"] });
  const hidden = "a member you cannot see";
  expect((await accountOperations.get(key, { id })).description?.text).toBe(`${hidden} after ${hidden}`);
  expect(await listedText(admin, id)).toMatchObject({ text: `@${member.name} after @${left.name} (former member)` });
});

test("a text in which somebody typed the sign stays as it is", async () => {
  const description = docOf("Type @… to mention ", at("member", member.id));
  const { id } = await accountOperations.create(admin, { name: "Signs", ownerId: member.id, description });
  for (const text of [await listedText(admin, id), (await accountOperations.get(admin, { id })).description])
    expect(text?.text).toBe("Type @… to mention @…");
});

test("a comment too", async () => {
  const { id } = await accountOperations.create(admin, { name: "Spoken", ownerId: member.id });
  await createComment(admin, { entity: "account", recordId: id, text: await mentioning() });
  const { rows } = await listComments(reader, { entity: "account", recordId: id });
  expect(rows[0]?.text?.text).toBe(`Prepared by @${member.name} for a record you cannot see, @${member.name}`);
});

test("a page asks once for all its texts, and not at all where none mentions anybody", async () => {
  const statements = async () => (await statementsOf(async () => await accountOperations.list(admin, {}))).length;
  const other = await testWorkspace();
  const quiet = await other.role("admin");
  await accountOperations.create(quiet, { name: "Quiet", description: "Nothing" });
  const without = (await statementsOf(async () => await accountOperations.list(quiet, {}))).length;
  const one = await statements();
  for (const name of ["A", "B", "C"])
    await accountOperations.create(admin, { name, ownerId: member.id, description: await mentioning() });
  expect(await statements()).toBe(one);
  expect(one).toBeGreaterThan(without);
});

test("the timeline of a record names whom its activities mention, and leaves typed notes as they are", async () => {
  const about = await accountOperations.create(admin, { name: "Eastport", ownerId: member.id });
  const given = {
    kind: "call" as const,
    about: [{ entity: "account", id: about.id }],
    description: await mentioning(),
  };
  await activityOperations.create(admin, { ...given, name: "Facts" });
  const { id, version } = await activityOperations.create(admin, { ...given, name: "Typed" });
  await completeActivity(admin, { id, version, outcomeNote: "They wrote @… twice" });
  const details = async (ctx: Ctx) => {
    const { rows, planned } = await listTimeline(ctx, { entity: "account", id: about.id });
    return [...planned, ...rows].flatMap(({ detail, title }) =>
      title === "Facts" || title === "Typed" ? [`${title}: ${detail}`] : [],
    );
  };
  const facts = (who: string) => `Facts: Prepared by @${member.name} for ${who}, @${member.name}`;
  expect((await details(admin)).toSorted()).toEqual([facts("Secret Quay"), "Typed: They wrote @… twice"]);
  expect((await details(reader)).toSorted()).toEqual([facts("a record you cannot see"), "Typed: They wrote @… twice"]);
});

test("the record of a conflict too, and one that an answer includes", async () => {
  const description = await mentioning();
  const { id, version } = await accountOperations.create(admin, { name: "Twice", ownerId: member.id, description });
  const text = `Prepared by @${member.name} for Secret Quay, @${member.name}`;
  const named = { code: "CONFLICT", details: { current: { description: { text } } } };
  await accountOperations.update(admin, { id, version, name: "Twice Inc" });
  await expect(accountOperations.update(admin, { id, version, name: "Once" })).rejects.toMatchObject(named);
  await expect(accountOperations.archive(admin, { id, version, ifUnchanged: true })).rejects.toMatchObject(named);
  const owner = await workspace.role("owner");
  await expect(accountOperations.delete(owner, { id, version })).rejects.toMatchObject(named);
  expect(await accountOperations.get(admin, { id })).toMatchObject({ name: "Twice Inc", archivedAt: null });
  const [included] = await shapedNoun(declaredNouns.account as unknown as Parameters<typeof shapedNoun>[0]).load(
    admin,
    [id],
  );
  expect(included).toMatchObject({ description: { text } });
});
