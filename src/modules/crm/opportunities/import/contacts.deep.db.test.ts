import { beforeEach, describe, expect, test } from "vitest";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { contactOperations } from "../../contacts/operations";
import { createOpportunity } from "../operations/all";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

/** The contacts of all opportunities, by name: "Rollout: Ann Field decides primary". */
const parts = async () =>
  (
    await adminQuery<{ text: string }>(
      `select concat_ws(' ', o.name || ':', c.name, p.role, case when p.is_primary then 'primary' end) as text
       from opportunity_contacts p join opportunities o on o.id = p.opportunity_id join contacts c on c.id = p.contact_id
       where p.tenant_id = $1 order by 1`,
      [ctx.tenant.id],
    )
  ).map(({ text }) => text);

const people = "Contact ID,First name,Last name,Email\n7,Ann,Field,ann@x.example\n8,Bob,Hill,bob@x.example\n";

describe("the contacts of an opportunity file", () => {
  test("are named by address, name or the id of elsewhere, several in a cell, with their role", async () => {
    const deals = [
      "Deal Name,Contact,Contact Role,Amount",
      "By address,ANN@x.example,Decision Maker,100",
      "By name,Bob Hill,,200",
      "By id,7,Signs,300",
      "Both,ann@x.example; Bob Hill,Uses,400",
      "None,,,500",
    ].join("\n");
    const done = await importAll(ctx, { "deals.csv": deals, "contacts.csv": people });
    expect(done).toMatchObject({ status: "done", created: 7, errors: 0 });
    expect(await parts()).toEqual([
      "Both: Ann Field uses primary",
      "Both: Bob Hill uses",
      "By address: Ann Field decides primary",
      "By id: Ann Field signs primary",
      "By name: Bob Hill primary",
    ]);
  });

  test("have each the role of its own row where several rows hold one opportunity", async () => {
    const deals = [
      "Deal ID,Deal Name,Contact,Contact Role",
      "d1,Rollout,ann@x.example,Decision Maker",
      "d1,Rollout,bob@x.example,",
      "d2,Pilot,Ann Field,",
      "d2,Pilot,Ann Field,Signs",
    ].join("\n");
    expect(await importAll(ctx, { "deals.csv": deals, "contacts.csv": people })).toMatchObject({
      created: 4,
      errors: 0,
    });
    expect(await parts()).toEqual([
      "Pilot: Ann Field signs primary",
      "Rollout: Ann Field decides primary",
      "Rollout: Bob Hill",
    ]);
  });

  test("that a person chose for a name join those of other rows", async () => {
    await importAll(ctx, { "contacts.csv": people });
    const { id: cay } = await contactOperations.create(ctx, { firstName: "Cay", lastName: "Moor" });
    const deals =
      "Deal ID,Deal Name,Contact,Contact Role\nd1,Rollout,ann@x.example,Signs\nd1,Rollout,Boss,Uses\nd1,Rollout,Bob Hill,\n";
    const { id, files } = await upload(ctx, { "deals.csv": deals });
    const choices = [{ field: "contact", text: "Boss", choice: { do: "use", id: cay, label: "Cay Moor" } as const }];
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
    expect((await parts()).map((part) => part.replace(" primary", ""))).toEqual([
      "Rollout: Ann Field signs",
      "Rollout: Bob Hill",
      "Rollout: Cay Moor uses",
    ]);
  });

  test("who are unknown can be made, from an address too", async () => {
    const deals = "Deal Name,Contact,Amount\nOne,new@x.example; Cay Moor,1\nTwo,Cay Moor,2\n";
    const { id, files } = await upload(ctx, { "deals.csv": deals });
    await decide(ctx, id, firstOffer);
    const fileId = files[0]?.id ?? "";
    const [analysed] = await analyseImport(ctx, { id });
    expect(analysed?.missing).toMatchObject([{ field: "contact", values: 2, rows: 3 }]);
    await updateImportFile(ctx, { id, fileId, options: { missing: { contact: "create" } } });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 4, errors: 0 });
    expect(await parts()).toEqual(["One: Cay Moor", "One: new@x.example primary", "Two: Cay Moor primary"]);
    const [{ emails } = { emails: null }] = await adminQuery<{ emails: unknown }>(
      "select emails from contacts where tenant_id = $1 and name = 'new@x.example'",
      [ctx.tenant.id],
    );
    expect(emails).toMatchObject([{ value: "new@x.example" }]);
  });

  test("join those of an opportunity that exists, whose parts stay; a revert takes only the new ones off", async () => {
    const ann = await contactOperations.create(ctx, { firstName: "Ann", lastName: "Field" });
    await contactOperations.create(ctx, { firstName: "Bob", lastName: "Hill" });
    const { id } = await createOpportunity(ctx, { name: "Rollout", externalId: "d1", externalSource: "crm" });
    await adminQuery(
      `insert into opportunity_contacts (id, tenant_id, opportunity_id, contact_id, role, is_primary)
       values (gen_random_uuid(), $1, $2, $3, 'signs', true)`,
      [ctx.tenant.id, id, ann.id],
    );
    const deals = "Deal ID,Source of id,Deal Name,Contact,Contact Role\nd1,crm,Rollout,Ann Field;Bob Hill,Uses\n";
    const made = await upload(ctx, { "deals.csv": deals });
    const mapping = ["externalId", "externalSource", "name", "contact", "contactRole"].map((field, column) => ({
      column,
      field,
    }));
    const fileId = made.files[0]?.id ?? "";
    await updateImportFile(ctx, { id: made.id, fileId, entity: "opportunity", mapping });
    await check(ctx, made.id);
    expect(await run(ctx, made.id)).toMatchObject({ status: "done", created: 0, updated: 1, errors: 0 });
    expect(await parts()).toEqual(["Rollout: Ann Field signs primary", "Rollout: Bob Hill uses"]);
    await revertImport(ctx, { id: made.id });
    await workImports();
    expect(await parts()).toEqual(["Rollout: Ann Field signs primary"]);
  });
});
