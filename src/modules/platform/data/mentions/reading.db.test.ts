import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { checkMentions } from "./operations/check";
import { labelMentions } from "./operations/labels";
import { suggestMentions } from "./operations/suggest";

let workspace: TestWorkspace;
let admin: Ctx;
let seller: TestMember;
let gone: TestMember;
/** Of the admin, hidden from the seller. */
let hidden: string;
let own: string;
let theirs: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  seller = await workspace.join("member");
  gone = await workspace.join("member");
  const { version } = await admin.db.member.findFirstOrThrow({ where: { id: gone.id }, select: { version: true } });
  await removeMember(admin, { id: gone.id, version });
  await setVisibility(admin, { entity: "account", level: "own" });
  const account = async (name: string, ownerId?: string) =>
    (await accountOperations.create(admin, { name, ...(ownerId ? { ownerId } : {}) })).id;
  hidden = await account("Zephyr hidden");
  own = await account("Zephyr own", seller.id);
  theirs = await workspace.as(seller, { visibility: { account: "own" } });
});

describe("labels", () => {
  const labels = async (ctx: Ctx, mentions: { entity: string; id: string }[]) =>
    (await labelMentions(ctx, { mentions })).labels.map(({ label, archived }) =>
      archived ? `${label} (left)` : label,
    );

  test("are those of records that the reader sees; hidden, unknown and foreign ones look alike", async () => {
    const other = await (await testWorkspace()).role("owner");
    const foreign = await accountOperations.create(other, { name: "Foreign" });
    const product = await productOperations.create(admin, { name: "Crane" });
    const asked = [
      { entity: "account", id: own },
      { entity: "account", id: hidden },
      { entity: "account", id: randomUUID() },
      { entity: "account", id: foreign.id },
      { entity: "member", id: other.member?.id ?? "" },
      { entity: "product", id: product.id },
      // A kind that nobody knows, and a record under a wrong kind.
      { entity: "secret", id: own },
      { entity: "product", id: own },
      { entity: "member", id: gone.id },
      { entity: "member", id: seller.id },
    ];
    expect(await labels(theirs, asked)).toEqual([
      ...["Zephyr own", null, null, null, null, "Crane", null, null],
      ...[`${gone.name} (left)`, seller.name],
    ]);
    expect((await labels(admin, asked)).slice(0, 2)).toEqual(["Zephyr own", "Zephyr hidden"]);
  });

  test("of a key without the right to see a kind are hidden", async () => {
    const key = await workspace.as(seller, { scopes: ["workspace:view"] });
    expect(
      await labels(key, [
        { entity: "account", id: own },
        { entity: "member", id: seller.id },
      ]),
    ).toEqual([null, null]);
  });

  test("are given for 500 mentions, and refused for 501", async () => {
    const mentions = Array.from({ length: 500 }, () => ({ entity: "account", id: own }));
    expect((await labelMentions(theirs, { mentions })).labels).toHaveLength(500);
    const more = labelMentions(theirs, { mentions: [...mentions, { entity: "account", id: own }] });
    await expect(more).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("the check before a text is saved", () => {
  test("names the members who would not be notified, and why", async () => {
    const placeholder = await createPlaceholder(admin, { name: "Pia Placeholder", role: "member" });
    const [nobody, foreign] = [randomUUID(), await (await testWorkspace()).join("member")];
    const memberIds = [seller.id, admin.member?.id ?? "", gone.id, placeholder.id, nobody, foreign.id];
    expect(await checkMentions(admin, { entity: "account", id: hidden, memberIds })).toEqual({
      members: [
        { id: seller.id, name: seller.name, reason: "cannot see this account and will not be notified" },
        { id: gone.id, name: gone.name, reason: "has left and will not be notified" },
        { id: placeholder.id, name: "Pia Placeholder", reason: "has not joined yet and will not be notified" },
        { id: nobody, name: null, reason: "is not in this workspace and will not be notified" },
        { id: foreign.id, name: null, reason: "is not in this workspace and will not be notified" },
      ],
    });
    expect(await checkMentions(admin, { entity: "account", id: own, memberIds: [seller.id] })).toEqual({ members: [] });
  });

  test("asks for a new record as its owner will be", async () => {
    const text = { entity: "account" as const, id: null, memberIds: [seller.id] };
    expect((await checkMentions(admin, text)).members).toHaveLength(1);
    expect((await checkMentions(admin, { ...text, ownerId: seller.id })).members).toEqual([]);
    expect((await checkMentions(admin, { ...text, ownerId: null })).members).toEqual([]);
  });

  test("of a record that the writer does not see is refused as one that does not exist", async () => {
    for (const id of [hidden, randomUUID()])
      await expect(checkMentions(theirs, { entity: "account", id, memberIds: [seller.id] })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
  });
});

describe("suggestions", () => {
  test("are active members first, then records that the writer sees", async () => {
    await createPlaceholder(admin, { name: "Zephyrine Placeholder", role: "member" });
    const { id, version, ...rest } = await admin.db.member.findFirstOrThrow({ where: { id: seller.id } });
    expect(rest.status).toBe("active");
    const found = await suggestMentions(theirs, { q: "zephyr" });
    expect(found.members).toEqual([]);
    expect(found.records.map(({ entity, label }) => `${entity} ${label}`)).toEqual(["account Zephyr own"]);
    expect((await suggestMentions(admin, { q: "zephyr" })).records).toHaveLength(2);
    const byName = await suggestMentions(theirs, { q: seller.name });
    expect(byName.members).toEqual([{ id: seller.id, name: seller.name }]);
    expect((await suggestMentions(theirs, { q: gone.name })).members).toEqual([]);
    expect([id, version]).toEqual([seller.id, 1]);
  });

  test("without a text are members alone, those of the record first, and leave the record itself out", async () => {
    for (let nth = 0; nth < 9; nth++) await workspace.join("admin");
    const near = { entity: "account", id: own } as const;
    const found = await suggestMentions(theirs, { q: "", near });
    expect([found.members.length, found.members[0]?.id, found.records]).toEqual([8, seller.id, []]);
    expect((await suggestMentions(theirs, { q: "zephyr", near })).records).toEqual([]);
    // A record that the writer does not see brings nobody forward.
    const unknown = await suggestMentions(theirs, { q: "", near: { entity: "account", id: hidden } });
    expect(unknown).toEqual(await suggestMentions(theirs, { q: "" }));
  });
});

test("a key that may not see a kind learns neither its records nor who is near; without members it learns no name", async () => {
  const near = { entity: "account", id: own } as const;
  const key = await workspace.as(seller, { scopes: ["workspace:view", "member:view"] });
  const asked = { ...near, memberIds: [gone.id] };
  await expect(checkMentions(key, asked)).rejects.toMatchObject({ code: "NOT_FOUND" });
  for (let nth = 0; nth < 9; nth++) await workspace.join("admin");
  expect((await suggestMentions(theirs, { q: "", near })).members[0]?.id).toBe(seller.id);
  expect(await suggestMentions(key, { q: "", near })).toEqual(await suggestMentions(key, { q: "" }));
  const nameless = await workspace.as(seller, { scopes: ["workspace:view", "account:view"] });
  const { members } = await checkMentions(nameless, asked);
  expect(members).toMatchObject([{ id: gone.id, name: null }]);
});
