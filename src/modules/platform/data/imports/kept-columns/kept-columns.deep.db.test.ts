import { beforeEach, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { deleteCustomField } from "../../custom-fields/operations/manage-field";
import { createCustomField } from "../../custom-fields/operations/write-field";
import { updateImportFile } from "../operations/change-file";
import { getImport } from "../operations/manage-imports";
import { filesOf } from "../operations/present-import";
import { revertImport } from "../operations/run-import";
import { workImports } from "../operations/work-imports";
import type { ImportDetail } from "../schema";
import { bringInColumns, listKeptColumns } from "./operations/ask";
import { bringInNext } from "./operations/bring-in";

let ctx: Ctx;
beforeEach(async () => {
  const { workspace } = await importWorkspace();
  ctx = await workspace.role("admin");
});

type Field = Parameters<typeof createCustomField>[1];
async function field(given: Pick<Field, "kind" | "label"> & Partial<Field>) {
  const made = await createCustomField(ctx, { entity: "contact", ...given });
  ctx = await later(ctx);
  return made;
}

const lastPart = async ({ id }: ImportDetail) => (await filesOf(ctx, id))[0]?.brought.at(-1);
const fileOf = ({ files }: ImportDetail) => files[0]?.id ?? "";

async function contacts() {
  const { rows } = await contactOperations.list(ctx, { sort: { field: "name", direction: "asc" } } as never);
  return await Promise.all(rows.map(({ id }) => contactOperations.get(ctx, { id })));
}

/** Asks for columns and does the work as its job does. */
async function bring(detail: ImportDetail, columns: { column: number; field: string }[]) {
  await bringInColumns(ctx, { id: detail.id, fileId: fileOf(detail), columns });
  return await work(detail);
}
async function work(detail: ImportDetail) {
  const part = (await lastPart(detail))?.id ?? "";
  const place = { tenantId: ctx.tenant.id, importId: detail.id, fileId: fileOf(detail), part };
  while (await bringInNext(place));
  return await lastPart(detail);
}

const head = "First name,E-mail,Zone,Seats\n";

describe("columns that an import kept", () => {
  let done: ImportDetail;
  beforeEach(async () => {
    await importAll(ctx, { "before.csv": "First name,E-mail,Job title\nOld,old@a.example,Clerk\n" });
    done = await importAll(ctx, {
      "contacts.csv": `${head}Ann,ann@a.example,North,3\nBob,bob@b.example,South,many\nOlder,old@a.example,East,7\nCid,cid@c.example,,\nAnn,ann@a.example,West,\n`,
    });
  });

  test("are listed with their values", async () => {
    const [file] = await listKeptColumns(ctx, { id: done.id });
    expect(file?.columns.map(({ column, header, samples, filled }) => [column, header, samples, filled])).toEqual([
      [2, "Zone", ["North", "South", "East"], 4],
      [3, "Seats", ["3", "many", "7"], 3],
    ]);
  });

  test("are written to the records of their rows, only where these have no value, and a revert takes them back", async () => {
    await field({ kind: "text", label: "Region" });
    await field({ kind: "number", label: "Places" });
    const [ann] = await contacts();
    await contactOperations.update(ctx, { id: ann?.id, version: ann?.version, custom: { places: 99 } } as never);
    const brought = await bring(done, [
      { column: 2, field: "custom.region" },
      { column: 3, field: "custom.places" },
    ]);
    expect(brought).toMatchObject({ status: "done", records: 4, done: 4, written: 4, had: 1, gone: 0, refused: 1 });
    expect(brought?.problems.map(({ line, problem: { reason } }) => [line, reason])).toEqual([
      [3, "“many” is not a number."],
    ]);
    const values = (await contacts()).map(({ firstName, custom }) => [firstName, custom.region, custom.places]);
    expect(values).toEqual([
      ["Ann", "West", 99],
      ["Bob", "South", null],
      ["Cid", null, null],
      ["Older", "East", 7],
    ]);
    expect((await getImport(ctx, { id: done.id })).files[0]?.mapping.map((one) => one.field)).toContain(
      "custom.region",
    );
    expect((await listKeptColumns(ctx, { id: done.id }))[0]?.columns).toEqual([]);

    await revertImport(ctx, { id: done.id });
    await workImports();
    // Ann was changed by hand before the columns came: she stays.
    expect((await contacts()).map(({ firstName, custom }) => [firstName, custom.region, custom.places])).toEqual([
      ["Ann", "West", 99],
      ["Old", null, null],
    ]);
  });

  test("tell each record's timeline, once, however often a step is repeated", async () => {
    await field({ kind: "text", label: "Region" });
    await bring(done, [{ column: 2, field: "custom.region" }]);
    await work(done);
    const bob = (await contacts()).find(({ firstName }) => firstName === "Bob");
    const events = await ctx.db.event.findMany({ where: { entityId: bob?.id ?? "" }, orderBy: { id: "asc" } });
    expect(events.map(({ name, after }) => [name, (after as Record<string, unknown>)["custom.region"]])).toEqual([
      ["contact.imported", undefined],
      ["contact.imported", "South"],
    ]);
    expect(bob?.version).toBe(2);
  });

  test("are refused for fields that are built in, filled or gone, and after a revert", async () => {
    const region = await field({ kind: "text", label: "Region" });
    const ask = (column: number, name: string) =>
      bringInColumns(ctx, { id: done.id, fileId: fileOf(done), columns: [{ column, field: name }] });
    await expect(ask(2, "jobTitle")).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(ask(0, "custom.region")).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(ask(2, "custom.nothing")).rejects.toMatchObject({ code: "VALIDATION" });
    await ask(2, "custom.region");
    await expect(ask(3, "custom.region")).rejects.toMatchObject({ code: "VALIDATION" });
    await deleteCustomField(ctx, { id: region.id, version: region.version });
    expect(await work(done)).toMatchObject({
      status: "failed",
      written: 0,
      failure: expect.stringContaining("deleted"),
    });
    ctx = await later(ctx);
    // It can be brought in elsewhere.
    expect((await listKeptColumns(ctx, { id: done.id }))[0]?.columns.map(({ header }) => header)).toEqual([
      "Zone",
      "Seats",
    ]);
    await revertImport(ctx, { id: done.id });
    await workImports();
    await expect(ask(3, "tags")).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await contacts()).map(({ firstName }) => firstName)).toEqual(["Old"]);
  });

  test("name records, and refuse unique values that another record has", async () => {
    await field({ kind: "text", label: "Code", unique: true });
    await field({ kind: "reference", label: "Mentor", settings: { to: "contact" } });
    const next = await importAll(ctx, {
      "more.csv": "First name,E-mail,Alias,Guide\nDan,dan@d.example,X1,Bob\nEve,eve@e.example,X1,Nobody\n",
    });
    const brought = await bring(next, [
      { column: 2, field: "custom.code" },
      { column: 3, field: "custom.mentor" },
    ]);
    expect(brought?.problems.map(({ line, problem: { reason } }) => [line, reason])).toEqual([
      [3, "“Nobody” is not among your contacts."],
      [3, "“X1” is already in use. No two contacts can have the same Code."],
    ]);
    const dan = (await contacts()).find(({ firstName }) => firstName === "Dan");
    expect(dan?.custom).toMatchObject({ code: "X1", mentor: { name: "Bob" } });
  });

  test("of a file from here hold texts as they are; those of another file lose their HTML codes", async () => {
    await field({ kind: "text", label: "Code" });
    const [known] = await contacts();
    const ours = await importAll(ctx, {
      "ours.csv": `Id,First name,E-mail,Alias\n${known?.id},Anna,${known?.emails?.[0]?.value},AT&amp;T\n`,
    });
    await bring(ours, [{ column: 3, field: "custom.code" }]);
    const theirs = await importAll(ctx, { "theirs.csv": "First name,E-mail,Alias\nDan,dan@d.example,AT&amp;T\n" });
    await bring(theirs, [{ column: 2, field: "custom.code" }]);
    const codes = Object.fromEntries((await contacts()).map(({ firstName, custom }) => [firstName, custom.code]));
    expect(codes).toMatchObject({ Anna: "AT&amp;T", Dan: "AT&T" });
  });

  test("a file maps to a field that names records of its own kind", async () => {
    await field({ kind: "reference", label: "Mentor", settings: { to: "contact" } });
    const { id, files } = await upload(ctx, { "next.csv": "First name,E-mail,Mentor\nDan,dan@d.example,Bob\n" });
    expect(files[0]?.mapping[2]?.field).toBe("custom.mentor");
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", mapping: files[0]?.mapping ?? [] });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 1, errors: 0 });
    const dan = (await contacts()).find(({ firstName }) => firstName === "Dan");
    expect(dan?.custom).toMatchObject({ mentor: { name: "Bob" } });
  });
});
