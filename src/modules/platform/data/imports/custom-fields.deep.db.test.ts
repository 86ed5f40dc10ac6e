import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace } from "@/test/ctx";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { deleteCustomField } from "../custom-fields/operations/manage-field";
import { createCustomField, updateCustomField } from "../custom-fields/operations/write-field";
import { listImportChanges } from "./changes/operations/list";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { getImport } from "./operations/manage-imports";
import { checkImport, revertImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { makeImportOptions, suggestImportField } from "./own-fields/operations";
import type { ImportDetail } from "./schema";

let workspace: TestWorkspace;
let member: TestMember;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace } = await importWorkspace());
  member = await workspace.join("admin");
  ctx = await workspace.as(member);
});

type Field = Parameters<typeof createCustomField>[1];

async function fields(...given: (Pick<Field, "kind" | "label"> & Partial<Field>)[]) {
  const made: Awaited<ReturnType<typeof createCustomField>>[] = [];
  for (const one of given) made.push(await createCustomField(ctx, { entity: "contact", ...one }));
  ctx = await later(ctx);
  return made;
}

const option = (label: string) => ({ value: label.toLowerCase(), label });
const allKinds = () =>
  fields(
    { kind: "text", label: "Region" },
    { kind: "longText", label: "Story" },
    { kind: "number", label: "Seats" },
    { kind: "percent", label: "Discount rate" },
    { kind: "money", label: "Budget" },
    { kind: "date", label: "Renewal day" },
    { kind: "instant", label: "Last demo" },
    { kind: "boolean", label: "Is reference" },
    { kind: "choice", label: "Tier", settings: { options: ["Gold", "Tin"].map(option) } },
    { kind: "choices", label: "Topics", settings: { options: ["Rail", "Sea", "Air"].map(option) } },
    { kind: "member", label: "Coach" },
    { kind: "reference", label: "Reseller", settings: { to: "account" } },
    { kind: "url", label: "Portal" },
    { kind: "email", label: "Billing mail" },
    { kind: "phone", label: "Hotline" },
  );

const head =
  "First name,Last name,E-mail,Region,Story,Seats,Discount rate,Budget,Budget currency,Renewal day,Last demo,Is reference,Tier,Topics,Coach,Reseller,Portal,Billing mail,Hotline,Tags\n";

async function contacts() {
  const { rows } = await contactOperations.list(ctx, { sort: { field: "name", direction: "asc" } } as never);
  return await Promise.all(rows.map(({ id }) => contactOperations.get(ctx, { id })));
}

async function problems(detail: ImportDetail, show?: "error") {
  const { rows } = await listImportProblems(ctx, {
    id: detail.id,
    fileId: detail.files[0]?.id ?? "",
    ...(show ? { show } : {}),
  });
  return rows.map(
    ({ line, problems: found }) => `${line} ${found.map(({ header, reason }) => `${header}: ${reason}`).join(" | ")}`,
  );
}

const fileOf = ({ files }: ImportDetail) => files[0]?.id ?? "";

describe("a file with columns for custom fields", () => {
  beforeEach(async () => {
    await allKinds();
    await accountOperations.create(ctx, { name: "Acme" } as never);
    await ctx.db.tag.create({ data: { name: "Hot", nameKey: "hot", color: "red" } });
    ctx = await later(ctx);
  });
  const first = () => `${head}Ann,Lee,ann@a.example,North,"Line one
Line two","1,200.5",12.5%,1200,EUR,31/01/2026,03/02/2026 14:30,yes,gold,Air; Rail,${member.email},Acme,portal.example,pay@a.example,+49 30 123456,Hot
Bob,Ray,bob@b.example,South,,3,8,500.25,,28/02/2026,2026-02-03T10:00:00Z,no,Tin,Sea,,,,,,
`;

  test("fills fields of all kinds, changes what a second file says, and brings it back", async () => {
    const { id, files } = await upload(ctx, { "contacts.csv": first() });
    expect(files[0]?.mapping.filter(({ field }) => field === null)).toEqual([]);
    const [analysis] = await analyseImport(ctx, { id });
    expect(analysis?.blockers).toEqual([]);
    const checked = await check(ctx, id);
    expect(await problems(checked)).toEqual([]);
    const done = await run(ctx, id);
    expect(done).toMatchObject({ status: "done", created: 2, errors: 0 });
    const [ann, bob] = await contacts();
    expect(ann?.custom).toMatchObject({
      region: "North",
      story: "Line one\nLine two",
      seats: 1200.5,
      discount_rate: 12.5,
      budget: { amount: 120000, currency: "EUR" },
      renewal_day: "2026-01-31",
      is_reference: true,
      tier: "gold",
      topics: ["rail", "air"],
      coach: { id: member.id },
      reseller: { name: "Acme" },
      portal: "https://portal.example",
      billing_mail: "pay@a.example",
    });
    expect(ann?.custom?.last_demo).toBe(new Date("2026-02-03T20:30:00Z").toISOString());
    expect(ann?.tags).toEqual([ctx.tenant.custom.tags[0]?.id]);
    expect(bob?.custom).toMatchObject({ seats: 3, budget: { amount: 50025, currency: "USD" }, tier: "tin" });

    const second = await upload(ctx, {
      "contacts.csv": `E-mail,Region,Seats,Tier,Budget,Coach\nann@a.example,West,,tin,€ 7,\nbob@b.example,South,,,,${member.email}\n`,
    });
    const again = await check(ctx, second.id);
    const page = async (detail: ImportDetail) =>
      (await listImportChanges(ctx, { id: detail.id, fileId: fileOf(detail) })).rows.map(
        ({ label, changes }) =>
          `${label}: ${changes.map((one) => `${one.label} ${JSON.stringify(one.before)} → ${JSON.stringify(one.after)}`).join(", ")}`,
      );
    const expected = [
      'Ann Lee: Region "North" → "West", Budget {"amount":120000,"currency":"EUR"} → {"amount":700,"currency":"EUR"}, Tier "Gold" → "Tin"',
      `Bob Ray: Coach null → "${member.name}"`,
    ];
    expect(await page(again)).toEqual(expected);
    const changed = await run(ctx, second.id);
    expect(await page(changed)).toEqual(expected);
    expect((await contacts())[0]?.custom).toMatchObject({
      region: "West",
      seats: 1200.5,
      tier: "tin",
      topics: ["rail", "air"],
    });
    await revertImport(ctx, { id: second.id });
    await workImports();
    const restored = await contacts();
    expect(restored.map(({ custom }) => custom)).toEqual([ann?.custom, bob?.custom]);
  });

  test("refuses values that do not fit, each at its column", async () => {
    const { id } = await upload(ctx, {
      "contacts.csv": `E-mail,Seats,Renewal day,Is reference,Tier,Topics,Coach,Portal,Billing mail\nann@a.example,many,31/02/2026,perhaps,gould,Rail; Hovercraft,Nobody,not a url,none\n`,
    });
    const mapping = [
      "emails",
      "seats",
      "renewal_day",
      "is_reference",
      "tier",
      "topics",
      "coach",
      "portal",
      "billing_mail",
    ].map((key, column) => ({ column, field: column === 0 ? key : `custom.${key}` }));
    await updateImportFile(ctx, { id, fileId: (await getImport(ctx, { id })).files[0]?.id ?? "", mapping });
    const detail = await check(ctx, id);
    expect(await problems(detail)).toMatchInlineSnapshot(`
      [
        "2 Seats: “many” is not a number. | Renewal day: 31/02/2026 does not exist; February 2026 has 28 days. | Is reference: “perhaps” is not a yes or no. | Tier: “gould” is not among the choices. Did you mean Gold? | Topics: “Hovercraft” is not among the choices: Rail, Sea, Air. | Billing mail: “none” is not an e-mail address. Leave the cell empty if there is none. | Coach: “Nobody” is not among your members. | Portal: Type an address such as https://company.com.",
      ]
    `);
  });
});

test("durations of a file are stored in minutes, by which lists filter and sort, and are refused with what to write", async () => {
  await fields({ kind: "duration", label: "Effort" });
  const texts = ["1h 30m", "2d", "45", "1:30", "", "1h 90m", "-1", "1000000000", "soon"];
  const rows = texts.map((text, place) => `c${place}@acme.example,Contact ${place},${text}`);
  const { id, files } = await upload(ctx, { "contacts.csv": `E-mail,Name,Effort\n${rows.join("\n")}\n` });
  expect(files[0]?.mapping.map(({ field }) => field)).toEqual(["emails", "name", "custom.effort"]);
  const done = await run(ctx, (await check(ctx, id)).id);
  expect(await problems(done)).toMatchInlineSnapshot(`
    [
      "7 Effort: “1h 90m” has 90 minutes, but an hour has 60. Write 2h 30m.",
      "8 Effort: Use a duration of at least 0m (0 minutes).",
      "9 Effort: Use a duration of at most 10950d (5,256,000 minutes).",
      "10 Effort: “soon” is not a duration. Write one such as 1h 30m, 2d or 45m.",
    ]
  `);
  const listed = async (input: object) => {
    const asked = { conditions: [{ field: "name", op: "startsWith", value: "Contact" }], ...input };
    return (await contactOperations.list(ctx, asked as never)).rows.map(({ custom }) => custom.effort ?? null);
  };
  expect(await listed({ sort: { field: "custom.effort", direction: "desc" } })).toEqual([960, 90, 90, 45, null]);
  expect(await listed({ conditions: [{ field: "custom.effort", op: "between", value: [60, 100] }] })).toEqual([90, 90]);
  expect(await listed({ conditions: [{ field: "custom.effort", op: "atMost", value: 45 }] })).toEqual([45]);
});

describe("rules of custom fields", () => {
  test("refuse rows whose unique value another record has, or that lack a required one", async () => {
    await fields({ kind: "text", label: "Code", unique: true }, { kind: "text", label: "Region", required: true });
    await importAll(ctx, { "contacts.csv": "E-mail,Code,Region\nann@a.example,A1,North\nzed@z.example,Z1,North\n" });
    const { id } = await upload(ctx, {
      "contacts.csv":
        "E-mail,Code,Region\nbob@b.example,a1,South\ncid@c.example,C1,South\ndan@d.example,C1,South\neve@e.example,E1,\nann@a.example,A1,\nzed@z.example,A1,\n",
    });
    const checked = await check(ctx, id);
    const expected = await problems(checked);
    expect(expected).toMatchInlineSnapshot(`
      [
        "2 Code: “a1” is already in use. No two contacts can have the same Code.",
        "4 Code: “C1” is already in use. No two contacts can have the same Code.",
        "5 Region: New contacts need a value in Region.",
        "7 Code: “A1” is already in use. No two contacts can have the same Code.",
      ]
    `);
    const done = await run(ctx, id);
    expect(await problems(done)).toEqual(expected);
  });

  test("a field that is deleted while a file maps to it stops the import before it writes anything", async () => {
    const [region] = await fields({ kind: "text", label: "Region" }, { kind: "number", label: "Seats" });
    const { id, ...uploaded } = await upload(ctx, { "contacts.csv": "E-mail,Region,Seats\nann@a.example,North,3\n" });
    await check(ctx, id);
    await deleteCustomField(ctx, { id: region?.id ?? "", version: region?.version ?? 1 });
    ctx = await later(ctx);
    const reason =
      "The field that Region is matched to was deleted or archived. Choose another field for the column, or restore the field.";
    await expect(startImport(ctx, { id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `contacts.csv: ${reason}`,
    });
    await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    const [analysis] = await analyseImport(ctx, { id });
    expect(analysis?.blockers).toEqual([reason]);
    expect(await contacts()).toEqual([]);
    await updateImportFile(ctx, { id, fileId: uploaded.files[0]?.id ?? "", mapping: [{ column: 1, field: null }] });
    await check(ctx, id);
    await run(ctx, id);
    expect((await contacts())[0]?.custom).toMatchObject({ seats: 3 });
  });

  test("a field that is deleted while the import runs ends it, and what is written can be reverted", async () => {
    const [region] = await fields({ kind: "text", label: "Region" });
    const { id } = await upload(ctx, { "contacts.csv": "E-mail,Region\nann@a.example,North\n" });
    await check(ctx, id);
    await startImport(ctx, { id });
    await deleteCustomField(ctx, { id: region?.id ?? "", version: region?.version ?? 1 });
    await workImports();
    ctx = await later(ctx);
    const ended = await getImport(ctx, { id });
    expect(ended).toMatchObject({ status: "failed", created: 0 });
    expect(ended.failure).toContain("The field that Region is matched to was deleted or archived.");
    expect(await contacts()).toEqual([]);
  });

  test("a file does not take over the mapping to a field that was deleted since", async () => {
    const [region] = await fields({ kind: "text", label: "Region" });
    await importAll(ctx, { "contacts.csv": "E-mail,Region\nann@a.example,North\n" });
    await deleteCustomField(ctx, { id: region?.id ?? "", version: region?.version ?? 1 });
    ctx = await later(ctx);
    const next = await upload(ctx, { "contacts.csv": "E-mail,Region\nbob@b.example,North\n" });
    expect(next.files[0]?.mapping.map(({ field }) => field)).toEqual(["emails", null]);
  });

  test("an archived option is refused for new values, and stays where a record has it", async () => {
    const options = ["Gold", "Tin"].map(option);
    const [tier] = await fields({ kind: "choice", label: "Tier", settings: { options } });
    await importAll(ctx, { "contacts.csv": "E-mail,Tier\nann@a.example,Gold\n" });
    const archived = options.map((one) => (one.value === "gold" ? { ...one, archived: true as const } : one));
    await updateCustomField(ctx, { id: tier?.id ?? "", version: tier?.version ?? 1, settings: { options: archived } });
    ctx = await later(ctx);
    const { id } = await upload(ctx, { "contacts.csv": "E-mail,Tier\nann@a.example,Gold\nbob@b.example,Gold\n" });
    expect(await problems(await check(ctx, id))).toEqual(["3 Tier: “Gold” is archived. Choose another value."]);
  });

  test("an unknown option is offered as a new one, and an unknown tag too, to members who may make them", async () => {
    await fields({ kind: "choices", label: "Topics", settings: { options: ["Rail", "Sea"].map(option) } });
    const { id, files } = await upload(ctx, {
      "contacts.csv": "E-mail,Topics,Tags\nann@a.example,Rail; Drone; Cart,Hot; New\nbob@b.example,Raill,\n",
    });
    const fileId = files[0]?.id ?? "";
    const groups = async (who: Ctx) =>
      (await analyseImport(who, { id }))[0]?.values.map(({ field, text, mayCreate, suggestions }) => [
        field,
        text,
        mayCreate,
        suggestions[0]?.label,
      ]);
    expect(await groups(ctx)).toEqual([
      ["custom.topics", "Rail; Drone; Cart", true, undefined],
      ["custom.topics", "Raill", true, "Rail"],
      ["tags", "Hot; New", true, undefined],
    ]);
    const manager = await later(await workspace.role("manager"));
    await expect(
      makeImportOptions(manager, { id, fileId, field: "custom.topics", texts: ["Drone"] }),
    ).rejects.toThrow();
    expect(await makeImportOptions(ctx, { id, fileId, field: "custom.topics", texts: ["Rail; Drone; Cart"] })).toEqual({
      made: ["Drone", "Cart"],
    });
    expect(await makeImportOptions(ctx, { id, fileId, field: "tags", texts: ["Hot; New"] })).toEqual({
      made: ["Hot", "New"],
    });
    ctx = await later(ctx);
    await updateImportFile(ctx, {
      id,
      fileId,
      choices: [{ field: "custom.topics", text: "Raill", choice: { do: "replace", text: "Rail" } }],
    });
    await check(ctx, id);
    await run(ctx, id);
    const [ann, bob] = await contacts();
    expect([ann?.custom.topics, bob?.custom.topics]).toEqual([["rail", "drone", "cart"], ["rail"]]);
    expect(ann?.tags?.length).toBe(2);
  });

  test("a column suggests a field of its own by its values", async () => {
    const { id, files } = await upload(ctx, {
      "contacts.csv": `E-mail,Zone,Score,Since,Topics,Note,Rate,Direct\n${[1, 2, 3, 4]
        .map(
          (n) =>
            `c${n}@a.example,${n % 2 ? "North" : "South"},${n}.5,2026-0${n}-01,Rail; Sea,Text ${n},${n}%,+49 30 12345${n}`,
        )
        .join("\n")}\n`,
    });
    const suggestion = (column: number) => suggestImportField(ctx, { id, fileId: files[0]?.id ?? "", column });
    const kinds: [string, string][] = [];
    for (let column = 1; column < 8; column += 1) {
      const { label, kind } = await suggestion(column);
      kinds.push([label, kind]);
    }
    expect(kinds).toEqual([
      ["Zone", "choice"],
      ["Score", "number"],
      ["Since", "date"],
      ["Topics", "choices"],
      ["Note", "text"],
      ["Rate", "percent"],
      ["Direct", "phone"],
    ]);
    expect((await suggestion(1)).choice?.map(({ value, label }) => [value, label])).toEqual([
      ["north", "North"],
      ["south", "South"],
    ]);
    expect((await suggestion(2)).decimals).toBe(1);
  });
});
