import "server-only";
import { coerceEnum } from "@/lib/coerce/coerce-enum";
import { decodedCell } from "@/lib/coerce/html-codes";
import { customKey, isCustomName, tagsName } from "@/lib/fields/custom";
import type { NounEntity } from "@/lib/nouns/all";
import { own } from "@/lib/own";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { importerFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { optionsFrom } from "../../custom-fields/operations/conversion";
import { listCustomFields } from "../../custom-fields/operations/list-fields";
import { updateCustomField } from "../../custom-fields/operations/write-field";
import { listOptionLists, updateOptionList } from "../../custom-fields/option-lists/operations/option-lists";
import { withOptions } from "../../custom-fields/rules";
import { createTag } from "../../tags/operations/tags";
import { fileOf } from "../operations/change-file";
import { distinctValues } from "../operations/distinct-values";
import { makeRecordsAhead } from "../operations/make-ahead";
import { changesImport, readsImport } from "../operations/operation-heads";
import { decimalsIn, inCaseOf, kindOfTexts, mostOptions, partsIn, type SeenText } from "./rules";
import { madeOptions, makeOptionsInput, suggestedField, suggestFieldInput } from "./schema";

const enough = 5_000;
const longestLabel = 80;

export const suggestImportField = platform.operation({
  ...readsImport,
  input: suggestFieldInput,
  output: suggestedField,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}/columns/{column}/field" },
  describe: "Suggests a custom field for a column of a file: its label, its kind (from the values), and its options.",
  async run(ctx, { id, fileId, column }) {
    const file = await fileOf(ctx, id, fileId);
    const header = file.columns[column];
    if (header === undefined) throw notFound("column");
    const distinct = await distinctValues(ctx, file.id, column, enough);
    const values = distinct.map((value) => ({ ...value, text: decodedCell(value.text) }));
    return {
      label: header.trim().slice(0, longestLabel),
      kind: kindOfTexts(values),
      decimals: decimalsIn(values),
      choice: optionsOf(values, false),
      choices: optionsOf(values, true),
    };
  },
});

function optionsOf(values: readonly SeenText[], several: boolean) {
  const parts = partsIn(values, several);
  if (parts.size === 0 || parts.size > mostOptions) return null;
  return optionsFrom({ settings: {} }, several ? "choices" : "choice", parts);
}

export const makeImportOptions = platform.operation({
  ...changesImport,
  silent: "The field, the tags and the records have events of their own for this change.",
  input: makeOptionsInput,
  output: madeOptions,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/options" },
  describe:
    "Turns unknown values of a file into new options of a custom field or of a built-in choice with a list that workspaces change, into new tags, or into records that are created ahead of the run (`madeAhead`), with what the file names in them. Requires the right to change custom fields, or to create the tags or records.",
  async run(ctx, { id, fileId, field, texts }) {
    const file = await fileOf(ctx, id, fileId);
    const spec = own(importerFor(ctx, file.entity)?.catalog.columns, field);
    if (!spec?.options || !(isCustomName(field) || field === tagsName || spec.list !== undefined))
      return { made: await makeRecordsAhead(ctx, file, field, texts) };
    const several = spec.kind === "choices";
    const parts = partsIn(
      texts.map((text) => ({ text, rows: 1 })),
      several,
    );
    const { options } = spec;
    const known = options.map(({ label }) => label);
    const fresh = [...parts.keys()]
      .map((label) => label.replace(/\s+/g, " "))
      .filter((label) => !coerceEnum(label, options).ok)
      .map((label) => (field === tagsName ? label : inCaseOf(label, known)));
    const labels = [...new Map(fresh.map((label) => [foldKey(label), label])).values()];
    if (labels.length === 0) return { made: [] };
    if (field === tagsName) for (const name of labels) await createTag(ctx, { name });
    else if (spec.list !== undefined) await addToList(ctx, spec.list, labels);
    else await addOptions(ctx, { entity: file.entity as NounEntity, key: customKey(field) }, labels);
    return { made: labels };
  },
});

async function addToList(ctx: Ctx, name: string, labels: readonly string[]): Promise<void> {
  const list = (await listOptionLists(ctx, {})).find((one) => one.name === name);
  if (!list) throw notFound("list of options");
  const options = withOptions(
    list.options.map(({ builtIn: _, ...option }) => option),
    labels,
  );
  await updateOptionList(ctx, { name, version: list.version, options });
}

async function addOptions(
  ctx: Ctx,
  field: { entity: NounEntity; key: string },
  labels: readonly string[],
): Promise<void> {
  const fields = await listCustomFields(ctx, { entity: field.entity });
  const row = fields.find(({ key }) => key === field.key);
  if (!row) throw notFound("custom field");
  const { id, version, settings } = row;
  const options = withOptions(settings.options ?? [], labels);
  await updateCustomField(ctx, { id, version, settings: { ...settings, options } });
}
