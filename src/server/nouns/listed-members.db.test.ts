import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import type { Condition } from "@/lib/list-filter";
import { defineNoun } from "@/lib/nouns/define";
import { crm } from "@/modules/crm/module";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { changesOf } from "@/modules/platform/history/events/operations/entries";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { importWorkspace } from "@/test/import-trial";
import { crud } from "./crud";
import { exportedNoun } from "./exported";
import { nounImport } from "./import/noun-import";
import { inWorkspace } from "./in-workspace";

/** Contacts with members in the columns of their numbers and addresses, of whose values the database keeps keys too. */
const reviewed = defineNoun("contact", {
  fields: {
    name: field.text({ label: "Name", required: true, title: true, folded: true, sortable: true }),
    phones: field.members({ label: "Reviewers" }),
    emails: field.members({ label: "Watchers" }),
    owner: field.member({ label: "Owner" }),
  },
  naturalKeys: [["name"]],
});
const people = crud(crm, reviewed, { targets: { owner: memberScope } });
const { importer } = nounImport(people.runtime);

let workspace: TestWorkspace;
let ctx: Ctx;
let ann: TestMember;
let bob: TestMember;
let ghost: string;
beforeAll(async () => {
  ({ workspace } = await importWorkspace());
  ann = await workspace.join("admin");
  bob = await workspace.join("member");
  ctx = await workspace.as(ann);
  const named = { name: "Ghost", nameKey: "ghost", email: `${randomUUID()}@test.example` };
  const data = { ...named, emailKey: named.email, role: "member", status: "placeholder" } as const;
  ghost = (await ctx.db.member.create({ data })).id;
});

const create = (name: string, phones: string[] | null) => people.create(ctx, { name, phones });
const badge = ({ id, name }: TestMember) => ({ id, name, placeholder: false });
const theGhost = () => ({ id: ghost, name: "Ghost", placeholder: true });

describe("several members", () => {
  test("are given by their ids, each once, and answered by name in their order", async () => {
    const made = await create("Given", [bob.id, ghost, bob.id]);
    expect(made.phones).toEqual([badge(bob), theGhost()]);
    expect((await people.get(ctx, { id: made.id })).phones).toEqual([badge(bob), theGhost()]);
    const changed = await people.update(ctx, { id: made.id, version: made.version, phones: [ann.id] });
    expect(changed).toMatchObject({ version: 2, phones: [badge(ann)] });
    const same = await people.update(ctx, { id: made.id, version: 2, phones: [ann.id] });
    expect(same.version).toBe(2);
    expect((await people.update(ctx, { id: made.id, version: 2, phones: [] })).phones).toBeNull();
  });

  test("of another workspace, unknown or removed are refused, and nothing is written", async () => {
    const other = await (await testWorkspace()).join("member");
    const gone = await workspace.join("member");
    await ctx.db.member.update({ where: { id: gone.id }, data: { status: "removed" } });
    const made = await create("Refused", [ann.id]);
    for (const id of [other.id, randomUUID(), gone.id]) {
      await expect(create("Refused too", [ann.id, id])).rejects.toMatchObject({ code: "NOT_FOUND" });
      const change = { id: made.id, version: made.version, phones: [ann.id, id] };
      await expect(people.update(ctx, change)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await people.get(ctx, { id: made.id })).version).toBe(made.version);
    const many = Array.from({ length: 51 }, () => randomUUID());
    await expect(create("Many", many)).rejects.toMatchObject({
      details: { fields: [{ path: "phones", message: "Choose at most 50 members." }] },
    });
  });

  test("who are removed later keep their names, and an edit may leave them there", async () => {
    const leaves = await workspace.join("member");
    const left = { ...badge(leaves), removed: true };
    const made = await create("Kept", [leaves.id]);
    await ctx.db.member.update({ where: { id: leaves.id }, data: { status: "removed" } });
    expect((await people.get(ctx, { id: made.id })).phones).toEqual([left]);
    const changed = await people.update(ctx, { id: made.id, version: 1, phones: [leaves.id, bob.id] });
    expect(changed.phones).toEqual([left, badge(bob)]);
    const without = await people.update(ctx, { id: made.id, version: 2, phones: [bob.id] });
    const again = { id: made.id, version: without.version, phones: [leaves.id, bob.id] };
    await expect(people.update(ctx, again)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("filter lists: any of, none of, none at all, and the member who asks", async () => {
    for (const [name, ids] of [
      ["Both", [ann.id, bob.id]],
      ["Ann alone", [ann.id]],
      ["Ghost alone", [ghost]],
      ["Nobody", null],
    ] as const)
      await people.create(ctx, { name: `Filter ${name}`, phones: ids && [...ids], emails: [bob.id] });
    const found = async (condition: Omit<Condition, "field">) => {
      const { rows, total } = await people.list(ctx, {
        conditions: [
          { field: "phones", ...condition } as Condition,
          { field: "name", op: "startsWith", value: "Filter" },
        ],
        sort: { field: "name", direction: "asc" },
      });
      expect(total).toBe(rows.length);
      return rows.map(({ name }) => name.replace("Filter ", ""));
    };
    expect(await found({ op: "anyOf", value: ["me"] })).toEqual(["Ann alone", "Both"]);
    expect(await found({ op: "anyOf", value: [bob.id, ghost] })).toEqual(["Both", "Ghost alone"]);
    expect(await found({ op: "noneOf", value: [ann.id] })).toEqual(["Ghost alone", "Nobody"]);
    expect(await found({ op: "empty" })).toEqual(["Nobody"]);
    expect(await found({ op: "notEmpty" })).toEqual(["Ann alone", "Both", "Ghost alone"]);
    await expect(found({ op: "is", value: ann.id })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(found({ op: "anyOf", value: ["Ann"] })).rejects.toMatchObject({ code: "VALIDATION" });
    const { rows } = await people.list(ctx, { conditions: [{ field: "name", op: "is", value: "Filter Both" }] });
    expect(rows[0]?.phones).toEqual([badge(ann), badge(bob)]);
  });

  test("come from files, replace those of the record, and go into files by name and id", async () => {
    const known = await create("From a file", [ghost]);
    const { id: importId } = await createImport(ctx, {});
    const rows = [
      { name: "From a file", phones: `${ann.id};${bob.id}` },
      { name: "Made by a file", phones: bob.id },
      { name: "Of nobody", phones: `${bob.id};${randomUUID()}` },
    ].map((values, place) => ({ line: place + 2, values }));
    const call = { importId, options: { ownerId: null, answers: {} }, rows, dry: false };
    const { problems } = await importer.upsert({ ...ctx, batchId: importId } as Ctx, call);
    expect(problems).toMatchObject([{ line: 4, field: "phones", reason: "One of the reviewers no longer exists." }]);
    const record = await people.get(ctx, { id: known.id });
    expect(record.phones).toEqual([badge(ann), badge(bob)]);
    const keys = await adminQuery(
      "select key from record_keys where record_id = $1 and field = 'phones' order by key",
      [known.id],
    );
    expect(keys).toEqual([ann.id, bob.id].sort().map((key) => ({ key })));
    const columns = exportedNoun(people).columnsIn(ctx);
    const cells = Object.fromEntries(columns.map(({ header, cell }) => [header, cell(record)]));
    expect(cells).toMatchObject({
      Reviewers: `${ann.name}; ${bob.name}`,
      "Reviewers ids": `${ann.id}; ${bob.id}`,
    });
  });

  test("stand in timelines by name", () => {
    const row = { entity: "contact", before: { phones: null }, after: { phones: [ann.id, ghost] } };
    const lookup = { name: (_entity: string, id: string) => (id === ghost ? "Ghost" : ann.name) };
    expect(changesOf(ctx, lookup, row, inWorkspace(ctx, people.runtime).noun.catalog)).toMatchObject([
      { field: "phones", label: "Reviewers", before: null, after: `${ann.name}, Ghost` },
    ]);
  });
});
