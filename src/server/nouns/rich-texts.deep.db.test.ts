import "@/registry/operations";
import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { inversePatch } from "@/lib/nouns/patch";
import type { RichDoc, RichNode, RichText } from "@/lib/rich-text/rich-text";
import { docOfText } from "@/lib/rich-text/text";
import { permissions } from "@/lib/roles";
import { accounts } from "@/modules/crm/accounts/fields";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { exportedNouns } from "@/server/nouns/exported";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { importAll, importWorkspace } from "@/test/import-trial";
import { rest, restRaw, signedIn, trpcRaw, withKey } from "@/test/tenancy/doors";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const paragraph = (text: string, ...marks: RichNode["marks"] & object): RichNode => ({
  type: "paragraph",
  content: [{ type: "text", text, ...(marks.length > 0 ? { marks } : {}) }],
});
const docOf = (...content: RichNode[]): RichDoc => ({ type: "doc", attrs: { version: 1 }, content });
const bold = docOf(paragraph("Very important", { type: "bold" }));
const list = docOf({
  type: "bulletList",
  content: ["One", "Two"].map((one) => ({ type: "listItem", content: [paragraph(one)] })),
});

/** The columns of an account's description. */
async function stored(id: string): Promise<{ text: string | null; doc: unknown }> {
  const [row] = await adminQuery<{ text: string | null; doc: unknown }>(
    "select description as text, description_doc as doc from accounts where id = $1",
    [id],
  );
  if (!row) throw new Error("The account is gone.");
  return row;
}
const made = (description: { doc: RichDoc } | string | null) =>
  accountOperations.create(ctx, { name: "Acme", description });
const eventsOf = async (id: string) =>
  await adminQuery<{ name: string; before: Record<string, unknown>; after: Record<string, unknown> }>(
    "select name, before, after from events where entity_id = $1 order by id",
    [id],
  );

describe("a formatted text", () => {
  test("is stored with its words, and read with both; its event has both", async () => {
    const account = await made({ doc: bold });
    expect(account.description).toEqual({ doc: bold, text: "Very important" });
    expect(await stored(account.id)).toEqual({ text: "Very important", doc: bold });
    const now = await accountOperations.update(ctx, { id: account.id, version: 1, description: { doc: list } });
    expect(now.description).toEqual({ doc: list, text: "- One\n- Two" });
    expect(await accountOperations.get(ctx, { id: account.id })).toMatchObject({ description: now.description });
    expect((await eventsOf(account.id)).at(-1)).toMatchObject({
      before: { description: "Very important", descriptionDoc: bold },
      after: { description: "- One\n- Two", descriptionDoc: list },
    });
  });

  test("of nothing but lines has no document, and one without a word is empty", async () => {
    const account = await made({ doc: docOfText("One\n\n Two ") });
    expect(await stored(account.id)).toEqual({ text: "One\n\n Two ", doc: null });
    expect(account.description).toEqual({ doc: docOfText("One\n\n Two "), text: "One\n\n Two " });
    const emptied = await accountOperations.update(ctx, {
      id: account.id,
      version: 1,
      description: { doc: docOf({ type: "horizontalRule" }) },
    });
    expect(emptied.description).toBeNull();
    expect(await stored(account.id)).toEqual({ text: null, doc: null });
    const same = await accountOperations.update(ctx, { id: account.id, version: 2, description: "  " });
    expect(same.version).toBe(2);
  });

  test("from before there were documents stays byte for byte, also when it is saved unchanged", async () => {
    const old = " Old notes:\r\n\t- keep *this*\n\n<b>and that</b>  ";
    const account = await made(null);
    await adminQuery("update accounts set description = $2 where id = $1", [account.id, old]);
    const { description, version } = await accountOperations.get(ctx, { id: account.id });
    expect(description?.text).toBe(old);
    const doc = description?.doc as RichDoc;
    expect((await accountOperations.update(ctx, { id: account.id, version, description: { doc } })).version).toBe(
      version,
    );
    expect(await stored(account.id)).toEqual({ text: old, doc: null });
  });

  test("is short and without its document in lists, whole in files of an export", async () => {
    const text = "Words of a long text. ".repeat(60).trim();
    const account = await made({ doc: docOf(paragraph(text, { type: "bold" })) });
    const { rows } = await accountOperations.list(ctx, {});
    expect(rows.map(({ description }) => description)).toEqual([{ doc: null, text: text.slice(0, 300) }]);
    const exported = exportedNouns().find(({ path }) => path === "accounts");
    const { rows: records } = (await exported?.page(ctx, { limit: 50 }, "seen")) ?? { rows: [] };
    const cells = exported?.columnsIn(ctx).map(({ header, cell }) => [header, cell(records[0] as object)]);
    expect(Object.fromEntries(cells ?? [])).toMatchObject({ Description: text });
    expect(inversePatch(accounts.fields, rows[0] as typeof account, { description: null })).toBeNull();
  });

  test.each<[string, () => Promise<{ version: number; description: RichText | null }>]>([
    ["a formatted one", () => made({ doc: bold })],
    ["a plain one", () => made("One")],
    ["none", () => made(null)],
  ])("comes back exactly by an undo: %s", async (_title, make) => {
    const before = (await make()) as Awaited<ReturnType<typeof made>>;
    const { text, doc } = await stored(before.id);
    const edit = { description: { doc: list } };
    const edited = await accountOperations.update(ctx, { id: before.id, version: 1, ...edit });
    const undo = inversePatch(accounts.fields, before, edit);
    const back = await accountOperations.update(ctx, { id: before.id, version: edited.version, ...undo });
    expect(await stored(before.id)).toEqual({ text, doc });
    expect(back.description).toEqual(before.description);
    const [, first] = await eventsOf(before.id);
    expect([first?.before.description, first?.before.descriptionDoc ?? null]).toEqual([text, doc]);
  });

  test("that somebody else changed meanwhile is a conflict with their document; another field is none", async () => {
    const { id } = await made({ doc: bold });
    await accountOperations.update(ctx, { id, version: 1, description: { doc: list } });
    await expect(accountOperations.update(ctx, { id, version: 1, description: "Mine" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { description: { doc: list, text: "- One\n- Two" } } },
    });
    // Formatting alone is a change of the text too.
    await expect(
      accountOperations.update(ctx, { id, version: 1, description: { doc: docOf(paragraph("- One\n- Two")) } }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await accountOperations.update(ctx, { id, version: 1, phone: "+13125550142" })).toMatchObject({
      version: 3,
    });
  });

  test("that is refused changes nothing, and the answer says where and what to do", async () => {
    const { id } = await made({ doc: bold });
    const unsafe = docOf(paragraph("a", { type: "link", attrs: { href: "javascript:alert(1)" } }));
    for (const description of [
      { doc: unsafe },
      { doc: docOf({ type: "iframe" }) },
      { doc: docOf(paragraph("a".repeat(300_000))) },
      "> ".repeat(500),
    ]) {
      const refused = { code: "VALIDATION", details: { fields: [{ path: "description" }] } };
      await expect(accountOperations.update(ctx, { id, version: 1, name: "Other", description })).rejects.toMatchObject(
        refused,
      );
      await expect(accountOperations.create(ctx, { name: "New", description })).rejects.toMatchObject(refused);
    }
    expect(await accountOperations.get(ctx, { id })).toMatchObject({ name: "Acme", version: 1 });
    expect((await accountOperations.list(ctx, {})).rows).toHaveLength(1);
  });
});

describe("over REST", () => {
  let headers: Record<string, string>;
  let member: TestMember;
  beforeEach(async () => {
    member = await workspace.join("admin");
    headers = await withKey(workspace.tenant.id, member, [...permissions]);
  });

  test("Markdown and documents are taken, a record has both, a list the beginning of the words", async () => {
    const { body } = await rest("POST", "/products", headers, {
      name: "Drill",
      description: "**Strong** and\n\n- light",
    });
    const { data } = body as { data: { id: string; version: number; description: RichText } };
    expect(data.description.text).toBe("Strong and\n- light");
    expect(data.description.doc?.content?.map(({ type }) => type)).toEqual(["paragraph", "bulletList"]);
    const read = await rest("GET", `/products/${data.id}`, headers);
    expect(read.body).toMatchObject({ data: { description: data.description } });
    const listed = await rest("GET", "/products", headers);
    expect(listed.body).toMatchObject({ data: [{ description: { doc: null, text: "Strong and\n- light" } }] });
    const changed = await rest("PATCH", `/products/${data.id}`, headers, { version: 1, description: { doc: bold } });
    expect(changed.body).toMatchObject({ data: { description: { doc: bold, text: "Very important" } } });
    expect(await productOperations.get(ctx, { id: data.id })).toMatchObject({ version: 2 });
  });

  test("a document of the most levels is taken, and by both doors ten thousand are refused", async () => {
    const levels = (count: number) =>
      `{"doc":{"type":"doc","content":[${'{"type":"blockquote","content":['.repeat(count)}{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"https://a.b"}}]}]}${"]}".repeat(count)}]}}`;
    const allowed = await rest("POST", "/accounts", headers, { name: "Most", description: JSON.parse(levels(38)) });
    expect(allowed.status).toBe(201);
    const browser = await signedIn(member, workspace.tenant.slug);
    const body = `{"name":"Deep","description":${levels(10_000)}}`;
    const sent = { "content-type": "application/json", ...browser };
    const refused = await trpcRaw("/api/trpc/accounts.create", { method: "POST", headers: sent, body });
    expect(refused).toMatchObject({ code: "VALIDATION", message: expect.stringContaining("Use fewer") });
    const [count] = await adminQuery<{ count: number }>("select count(*)::int from accounts where tenant_id = $1", [
      workspace.tenant.id,
    ]);
    expect(count).toEqual({ count: 1 });
  });

  test("ten thousand levels, half of a pair and other fields are refused, under a key too", async () => {
    const deep = `${'{"type":"blockquote","content":['.repeat(10_000)}${"]}".repeat(10_000)}`;
    const bodies = [
      `{"name":"Deep","description":{"doc":{"type":"doc","content":[${deep}]}}}`,
      '{"name":"Half","description":{"doc":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\\ud800"}]}]}}}',
      '{"name":"Half","description":"\\u0000"}',
      '{"name":"Extra","description":{"doc":{"type":"doc","content":[{"type":"paragraph"}]},"html":"<b>"}}',
      '{"name":"Html","description":{"html":"<b>"}}',
    ];
    for (const key of [{}, { "idempotency-key": "formatted-text" }])
      for (const body of bodies) {
        const sent = { "content-type": "application/json", ...headers, ...key };
        const answer = await restRaw("/accounts", { method: "POST", headers: sent, body });
        expect([answer.status, JSON.stringify(answer.body)]).toEqual([422, expect.stringContaining("VALIDATION")]);
      }
    expect((await accountOperations.list(ctx, {})).rows).toEqual([]);
  });
});

describe("an import", () => {
  const file = (text: string) => ({ "accounts.csv": `Account,Domain,Description\nAcme,acme.example,"${text}"\n` });
  const only = async () => {
    const [account] = (await accountOperations.list(ctx, {})).rows;
    if (!account) throw new Error("There is no account.");
    return account;
  };

  test("brings plain words; the same words and an empty cell take no formatting away, a revert brings it back", async () => {
    await importAll(ctx, file("First *line*\nSecond line"));
    const account = await only();
    expect(await stored(account.id)).toEqual({ text: "First *line*\nSecond line", doc: null });
    await accountOperations.update(ctx, { id: account.id, version: account.version, description: { doc: bold } });
    for (const text of ["Very important", ""]) {
      await importAll(ctx, file(text));
      expect(await stored(account.id)).toEqual({ text: "Very important", doc: bold });
    }
    const { id } = await importAll(ctx, file("Other words"));
    expect(await stored(account.id)).toEqual({ text: "Other words", doc: null });
    await revertImport(ctx, { id });
    await workImports();
    expect(await stored(account.id)).toEqual({ text: "Very important", doc: bold });
  });
});

describe("the timeline", () => {
  const timeline = async (entity: string, id: string) => (await listTimeline(ctx, { entity, id })).rows;

  test("says which words came and went, without the documents, and that formatting changed", async () => {
    const { id } = await made("Call Ann on Monday");
    const attrs = { entity: "member", id: ctx.member?.id ?? "" };
    const mentioning = docOf({
      type: "paragraph",
      content: [
        { type: "text", text: "Call Bob on Monday " },
        { type: "mention", attrs },
      ],
    });
    await accountOperations.update(ctx, { id, version: 1, description: { doc: mentioning } });
    const isBold = docOf({
      type: "paragraph",
      content: [
        { type: "text", text: "Call Bob on Monday ", marks: [{ type: "bold" }] },
        { type: "mention", attrs },
      ],
    });
    // Edits of one person would be one entry.
    const other = await workspace.role("admin");
    await accountOperations.update(other, { id, version: 2, description: { doc: isBold } });
    const [formatted, worded] = await timeline("account", id);
    expect(formatted?.changes).toMatchObject([{ field: "description", kind: "richText", segments: [] }]);
    const [change] = worded?.changes ?? [];
    expect(change?.segments).toEqual([
      { kind: "same", text: "Call " },
      { kind: "removed", text: "Ann" },
      { kind: "added", text: "Bob" },
      { kind: "same", text: " on Monday " },
      { kind: "added", text: "@…" },
    ]);
    expect(JSON.stringify([formatted, worded])).not.toMatch(/mention|"doc"/);
  });

  test("stays small for the largest texts", async () => {
    const words = (seed: string) => Array.from({ length: 15_000 }, (_, n) => `${seed}${n}`).join(" ");
    const { id } = await made({ doc: docOf(paragraph(words("a"), { type: "bold" })) });
    await accountOperations.update(ctx, {
      id,
      version: 1,
      description: { doc: docOf(paragraph(words("b"), { type: "bold" })) },
    });
    expect(JSON.stringify(await timeline("account", id)).length).toBeLessThan(8_000);
  });
});

test("erasing a person's events takes words and documents of their notes", async () => {
  const [row] = await adminQuery<{ names: string[] }>("select personal_fields('contact') as names");
  expect(row?.names).toEqual(expect.arrayContaining(["notes", "notesDoc"]));
  const { id } = await contactOperations.create(ctx, { firstName: "Ann", notes: { doc: bold } });
  await contactOperations.update(ctx, { id, version: 1, notes: { doc: list } });
  const [eventId] = [crypto.randomUUID()];
  const actor = { type: "user", memberId: ctx.member?.id };
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id)
     values ($1, $2, 'contact.erasureRequested', 'contact', $3, $4, $5, '{}', 'test')`,
    [eventId, ctx.tenant.id, id, actor, ctx.member?.id],
  );
  await adminQuery(
    `insert into privacy_requests (tenant_id, id, entity, entity_id, event_id) values ($1, $2, 'contact', $3, $2)`,
    [ctx.tenant.id, eventId, id],
  );
  expect(JSON.stringify(await eventsOf(id))).toContain("Very important");
  await adminQuery("select set_config('app.tenant_id', $1, false), redact_events($2::uuid, 100, true)", [
    ctx.tenant.id,
    eventId,
  ]);
  expect(JSON.stringify(await eventsOf(id))).not.toMatch(/Very important|One|bulletList/);
});
