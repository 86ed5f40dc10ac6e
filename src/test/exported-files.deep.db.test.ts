import { beforeAll, describe, expect, test } from "vitest";
import { customKey, customKinds, isCustomName } from "@/lib/fields/custom";
import { type Field, type FieldKind, type FieldOf, fieldKinds, inputName } from "@/lib/fields/field";
import { capital } from "@/lib/text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { askRecordExport } from "@/modules/platform/data/exports/operations/exports";
import { openRecordExport } from "@/modules/platform/data/exports/operations/files";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { exportedNouns } from "@/server/nouns/exported";
import { later, type TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { check, importWorkspace, run, upload } from "./import-trial";
import { plainNouns, sampleOf } from "./noun-rows";

// Whatever noun is exported comes back by its import as it was: each kind of field, in each form of a file.

let ctx: Ctx;
let workspace: TestWorkspace;

/** Words that spreadsheets, separators and readers of files could misunderstand. */
const nasty = ['=HYPERLINK("https://evil.example")', '\'quoted, 50% "off"', "'=1+1", '="00123"', "@a;b", "+1 Ärger 🙂"];
const lines = 'First\n-line, "quoted"\n\n🙂 second';

/** The value of a field in a row, where samples of its kind do not suffice. */
function givenValue(entity: string, name: string, field: Field, [row, place]: readonly [number, number]): unknown {
  if (name === "name") return `${nasty[row]} ${entity}`;
  switch (field.kind) {
    case "text":
      return "code" in field && field.code ? undefined : nasty[(row + place) % nasty.length];
    case "longText":
    case "richText":
      return lines;
    case "integer":
    case "percent":
      return row;
    case "instant":
      return `2026-03-0${row + 1}T1${name === "endsAt" ? "1:50" : "0:20"}:30.456Z`;
    case "date":
      return `2026-03-0${row + 1}`;
    case "emails":
      return ["work", "other"].map((type) => ({ value: `row${row}${type}@test.example`, type }));
    case "phones":
      return ["+13125550142", "+13125550143;ext=12"].map((value) => ({ value, type: "home" }));
    default:
      return undefined;
  }
}

type Ids = Readonly<Record<string, string>>;

/** The input of a record with all of its fields. */
function inputOf({ noun }: (typeof plainNouns)[number], row: number, ids: Ids): Record<string, unknown> {
  const sample = { marker: `${noun.entity}${row}`.toLowerCase(), memberId: ids.member ?? "", ids };
  return Object.fromEntries(
    Object.entries<Field>(noun.fields).flatMap(([name, field], place) => {
      // Shares let only guests of the team do something.
      const isOfGuests = ["commenters", "completers"].includes(name);
      if (field.computed || "states" in field || isOfGuests) return [];
      if (field.kind === "links") {
        const entity = (field as FieldOf<"links">).to.find((kind) => ids[kind] !== undefined);
        return entity ? [[name, [{ entity, id: ids[entity] }]]] : [];
      }
      return [[inputName(name, field), givenValue(noun.entity, name, field, [row, place]) ?? sampleOf(field, sample)]];
    }),
  );
}

type Create = (ctx: Ctx, input: unknown) => Promise<{ id: string }>;

async function makeCustomFields(): Promise<void> {
  const options = ["Rail", "Sea; air"].map((label) => ({ value: label.slice(0, 3), label }));
  for (const kind of customKinds) {
    const settings = {
      ...(kind === "choice" || kind === "choices" ? { options } : {}),
      ...(kind === "number" ? { decimals: 3 } : {}),
      ...(kind === "reference" ? { to: "product" as const } : {}),
    };
    await createCustomField(ctx, { entity: "account", kind, label: `Own ${kind}`, settings });
  }
  ctx = await later(ctx);
}

/** A value of each custom field. */
function customValues(product: string): Record<string, unknown> {
  const values: Record<(typeof customKinds)[number], unknown> = {
    text: nasty[0],
    longText: lines,
    number: 1.234,
    percent: 12,
    duration: 90,
    money: { amount: -123_456, currency: "JPY" },
    date: "2026-02-03",
    instant: "2026-11-01T07:30:00.000Z",
    boolean: false,
    choice: "Sea",
    choices: ["Rai"],
    member: ctx.member?.id,
    reference: product,
    url: "https://a.example/?q=1;2",
    email: "own@test.example",
    phone: "+13125550144",
  };
  const fields = Object.entries(ctx.tenant.custom.fieldsOf("account"));
  return Object.fromEntries(
    fields.flatMap(([name, { label }]) =>
      isCustomName(name) ? [[customKey(name), values[label.slice("Own ".length) as keyof typeof values]]] : [],
    ),
  );
}

const rowsOfEach = 2;
beforeAll(async () => {
  ({ ctx, workspace } = await importWorkspace());
  await makeCustomFields();
  const ids: Record<string, string> = { member: ctx.member?.id ?? "" };
  for (const declared of plainNouns)
    for (let row = 0; row < rowsOfEach; row += 1) {
      const create = (operations as unknown as Record<string, Create>)[`create${capital(declared.noun.entity)}`];
      ids[declared.noun.entity] = (await create?.(ctx, inputOf(declared, row, ids)))?.id ?? "";
    }
  const tag = await createTag(ctx, { name: "=Tagged" });
  ctx = await later(ctx);
  const { id, version } = await accountOperations.get(ctx, { id: ids.account ?? "" });
  await accountOperations.update(ctx, {
    id,
    version,
    tags: [tag.id],
    custom: customValues(ids.product ?? ""),
  } as never);
  await createOpportunity(ctx, {
    name: nasty[1] ?? "",
    accountId: id,
    amount: { amount: 1_234_500, currency: "EUR" },
    expectedCloseDate: "2026-04-05",
    probability: 35,
    description: lines,
    nextStep: nasty[2] ?? "",
    leadSource: "referral",
  } as never);
});

/** All that a workspace has of its records. */
async function stored(tables: readonly string[]): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const table of [...tables, "record_keys", "record_links", "stage_entries", "opportunity_contacts"])
    all[table] = await adminQuery(`select to_jsonb(t) as row from ${table} t where tenant_id = $1 order by t::text`, [
      ctx.tenant.id,
    ]);
  return all;
}

const imported = () =>
  exportedNouns().filter(({ entity }) => nounImports.some(({ runtime }) => runtime.noun.entity === entity));

async function bytesOf(id: string): Promise<Buffer> {
  const { content } = await openRecordExport(ctx, id);
  const blocks: Buffer[] = [];
  for await (const block of content) blocks.push(Buffer.from(block as Uint8Array));
  return Buffer.concat(blocks);
}

async function* streamOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

test("the records have every kind of field", () => {
  const used = new Set<FieldKind>(customKinds);
  for (const { noun } of Object.values(declaredNouns))
    for (const field of Object.values<Field>(noun.fields)) used.add(field.kind);
  expect(fieldKinds.filter((kind) => !used.has(kind))).toEqual([]);
});

describe.each([
  { format: "csv", values: "machine", locale: "en-US", timeZone: "America/Chicago" },
  { format: "csv", values: "mine", locale: "de-DE", timeZone: "Europe/Berlin" },
  { format: "csv", values: "mine", locale: "en-US", timeZone: "America/Chicago" },
  { format: "xlsx", values: "machine", locale: "ja-JP", timeZone: "Asia/Tokyo" },
] as const)("a file of each noun as $format, $values, in $locale", ({ format, values, locale, timeZone }) => {
  test("is imported without a question, and changes nothing", async () => {
    await adminQuery("update tenants set locale = $2, time_zone = $3 where id = $1", [ctx.tenant.id, locale, timeZone]);
    Object.assign(workspace.tenant, { locale, timeZone });
    ctx = await workspace.as(await workspace.join("admin"));
    ctx = await later(ctx);
    const tables = imported().map(({ table }) => table);
    const before = await stored(tables);
    const files: Record<string, AsyncIterable<Uint8Array>> = {};
    for (const { entity, path } of imported()) {
      const asked = await askRecordExport(ctx, { noun: entity, list: {}, format, values });
      files[`${path}.${format}`] = streamOf(await bytesOf(asked.id));
    }
    const { id, files: read } = await upload(ctx, files);
    expect(read.map(({ entity }) => entity).sort()).toEqual(
      imported()
        .map(({ entity }) => entity as string)
        .sort(),
    );
    const checked = await check(ctx, id);
    expect(checked).toMatchObject({ status: "ready" });
    // The values that would change, which says more than their number.
    const changed = await adminQuery("select entity, before, after from import_changes where import_id = $1", [id]);
    expect(changed).toEqual([]);
    const counts = (checked.preview ?? []).flatMap(({ objects, errors }) =>
      objects.map(({ entity, created, updated, unchanged }) => ({ entity, created, updated, unchanged, errors })),
    );
    const expected = imported().map(({ entity, table }) => {
      return { entity, created: 0, updated: 0, unchanged: before[table]?.length, errors: 0 };
    });
    expect(counts.filter(({ entity }) => entity !== "stageEntry")).toEqual(expect.arrayContaining(expected));
    expect(await run(ctx, id)).toMatchObject({ status: "done", failure: null });
    expect(await stored(tables)).toEqual(before);
  });
});
