import { beforeEach, describe, expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";

const opportunities = { "deals.csv": "deal id,deal name,account\nD1,One,Hidden Holding\n" };

let workspace: TestWorkspace;
let admin: Ctx;
beforeEach(async () => {
  ({ workspace, ctx: admin } = await importWorkspace());
});

const stored = (id: string) =>
  adminQuery("select options, choices from import_files where import_id = $1 order by position", [id]);

test("the words for a record that the asker of a file did not see leave the field as it is, and ask nothing", async () => {
  const { id: accountId } = await accountOperations.create(admin, { name: "Quay" });
  const emails = [{ value: "ann@quay.example" }];
  const { id } = await contactOperations.create(admin, { name: "Ann Field", emails, accountId });
  const done = await importAll(admin, {
    "contacts.csv": `name,e-mail,job title,account\nAnn Field,ann@quay.example,Buyer,${unseenRecord}\n`,
  });
  expect(done.status).toBe("done");
  const { account, jobTitle } = await contactOperations.get(admin, { id });
  expect([account?.id, jobTitle]).toEqual([accountId, "Buyer"]);
});

describe("options and choices of a file name only records that the asker may point to", () => {
  test("not those of another workspace, and nothing of the change is kept", async () => {
    const { ctx: other } = await importWorkspace();
    const [foreign] = await listPipelines(other, {});
    const account = await accountOperations.create(other, { name: "Elsewhere" });
    const { id, files } = await upload(admin, opportunities);
    const file = { id, fileId: files[0]?.id ?? "" };
    const before = await stored(id);
    const use = (field: string, named: string) => ({
      choices: [{ field, text: "Hidden Holding", choice: { do: "use" as const, id: named, label: "Taken" } }],
    });
    for (const change of [
      { options: { answers: { pipelineId: foreign?.id ?? "" } } },
      { options: { answers: { pipelineId: newId() } } },
      { options: { owner: { kind: "member" as const, memberId: other.member?.id ?? "" } } },
      use("account", account.id),
      use("owner", other.member?.id ?? ""),
      use("stage", foreign?.stages[0]?.id ?? ""),
    ])
      await expect(updateImportFile(admin, { ...file, ...change }), JSON.stringify(change)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    expect(await stored(id)).toEqual(before);
    const [own] = await listPipelines(admin, {});
    await updateImportFile(admin, { ...file, options: { answers: { pipelineId: own?.id ?? "" } } });
    expect((await getImport(admin, { id })).files[0]?.options.answers.pipelineId).toBe(own?.id);
  });

  test("answers are only to questions of the object, and new records only of its types", async () => {
    const { id, files } = await upload(admin, {
      ...opportunities,
      "companies.csv": "company,industry\nAcme,Medical\n",
    });
    const [companies, orders] = files;
    const before = await stored(id);
    const made = { do: "create" as const, name: "Gone", type: "vanished" };
    for (const [file, change] of [
      [companies, { options: { answers: { startStage: "Lead" } } }],
      [orders, { options: { answers: { startStageId: newId() } } }],
      [orders, { options: { answers: { pipelineId: "default" } } }],
      [orders, { choices: [{ field: "stage", text: "Gone", choice: made }] }],
    ] as const)
      await expect(
        updateImportFile(admin, { id, fileId: file?.id ?? "", ...change } as Parameters<typeof updateImportFile>[1]),
        JSON.stringify(change),
      ).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await stored(id)).toEqual(before);
  });

  test("a column that holds no record takes none, and nothing of the change is kept", async () => {
    const { id: acme } = await accountOperations.create(admin, { name: "Acme" });
    const { id, files } = await upload(admin, { "companies.csv": "company,city\nOstwind,Kiel\n" });
    const file = { id, fileId: files[0]?.id ?? "" };
    const before = await stored(id);
    const choice = { do: "use" as const, id: acme, label: "Acme" };
    const said = (label: string, path: string) => {
      const message = `${label} does not take a record. Replace the value with a text: {"do": "replace", "text": "…"}.`;
      return { code: "VALIDATION", details: { fields: [{ path, message }] } };
    };
    const named = { choices: [{ field: "name", text: "Ostwind", choice }], options: { emptyCells: "clear" as const } };
    await expect(updateImportFile(admin, { ...file, ...named })).rejects.toMatchObject(said("Name", "choices"));
    const constant = { options: { constants: { industry: choice } } };
    await expect(updateImportFile(admin, { ...file, ...constant })).rejects.toMatchObject(
      said("Industry", "options.constants.industry"),
    );
    expect(await stored(id)).toEqual(before);
    await updateImportFile(admin, { ...file, choices: [{ field: "parent", text: "Ostwind", choice }] });
  });

  test("options that were stored before importers had questions are read as they were", async () => {
    const [pipeline] = await listPipelines(admin, {});
    const { id, files } = await upload(admin, opportunities);
    const options = { owner: { kind: "nobody" }, pipelineId: pipeline?.id, startStage: "Lead", startStageId: null };
    await adminQuery("update import_files set options = $2 where import_id = $1", [id, JSON.stringify(options)]);
    const read = (await getImport(admin, { id })).files[0]?.options;
    const { owner, ...answers } = options;
    const others = {
      recogniseBy: null,
      constants: {},
      missing: {},
      withoutKey: null,
      ifExists: "update",
      nationalNumbers: null,
      emptyCells: "keep",
      joinedNames: [],
    };
    expect(read).toEqual({ owner, answers, ...others });
    await updateImportFile(admin, { id, fileId: files[0]?.id ?? "", options: { answers: { startStage: null } } });
    expect(await stored(id)).toMatchObject([
      { options: { ...options, startStage: null, constants: {}, missing: {}, withoutKey: null } },
    ]);
  });

  test("not hidden ones, neither set by hand nor taken over from the import of somebody else", async () => {
    const hidden = await accountOperations.create(admin, { name: "Hidden Holding AG" });
    const { id, files } = await upload(admin, opportunities);
    const choices = [
      { field: "account", text: "Hidden Holding", choice: { do: "use" as const, id: hidden.id, label: hidden.name } },
    ];
    await updateImportFile(admin, { id, fileId: files[0]?.id ?? "", choices });
    await check(admin, id);
    await run(admin, id);
    const again = await upload(admin, opportunities);
    expect(again.files[0]?.choices.account).toMatchObject({ "hidden holding": { id: hidden.id } });

    const manager = await workspace.as(await workspace.join("manager"), { visibility: { account: "own" } });
    const theirs = await upload(manager, opportunities);
    expect(theirs.files[0]?.remembered).not.toBeNull();
    expect(JSON.stringify(theirs)).not.toContain(hidden.id);
    const file = { id: theirs.id, fileId: theirs.files[0]?.id ?? "" };
    await expect(updateImportFile(manager, { ...file, choices })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(JSON.stringify(await stored(theirs.id))).not.toContain(hidden.id);
  });
});
