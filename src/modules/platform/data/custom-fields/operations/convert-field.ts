import "server-only";
import type { CustomField } from "@/lib/fields/custom";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { lockDefinitions } from "@/server/custom/lock";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { customFieldEvents } from "../events";
import { definitionOf, findField, presentField, type StoredField } from "../row";
import { conversion, conversionInput, convertCustomFieldInput, customField } from "../schema";
import { customFieldScope } from "../scope";
import { asKind, foreseen, givenText, hasOptions, newOptions, valuesFor } from "./conversion";
import { changeField, insertField, requireThere } from "./write-field";

export const previewConversion = platform.operation({
  kind: "query",
  conflicts: true,
  permission: "field:manage",
  on: { scope: customFieldScope, ids: (input) => [input.id] },
  input: conversionInput,
  output: conversion,
  rest: { method: "POST", path: "/custom-fields/{id}/preview-conversion" },
  describe:
    "How many values of a field can be converted to another kind, with examples, and which cannot. `complete` is false if there are too many to count. CONFLICT for an archived field.",
  async run(ctx, { id, kind, settings = {} }) {
    const row = await convertible(ctx, id, kind);
    return await foreseen(ctx, definitionOf(row), kind, settings);
  },
});

async function convertible(ctx: Ctx, id: string, kind: CustomField["kind"]): Promise<StoredField> {
  const row = await findField(ctx, id);
  requireThere(row);
  if (row.archivedAt) throw new AppError("CONFLICT", "This field is archived. Restore it first.");
  if (row.kind === kind) throw invalid("kind", "The field already has this kind. Choose another one.");
  return row;
}

export const convertCustomField = platform.operation({
  kind: "mutation",
  permission: "field:manage",
  on: { scope: customFieldScope, ids: (input) => [input.id] },
  input: convertCustomFieldInput,
  output: customField,
  rest: { method: "POST", path: "/custom-fields/{id}/convert" },
  describe:
    "Changes the kind of a field: returns a new field that replaces it. Values that can be converted move to it in the background; the others stay in the old field, which is archived.",
  async run(ctx, { id, version, kind, settings = {} }) {
    await lockDefinitions(ctx);
    const before = await convertible(ctx, id, kind);
    const from = definitionOf(before);
    const needsOptions = hasOptions(kind) && !settings.options;
    const options = needsOptions ? await newOptions(ctx, from, kind) : settings.options;
    const to = asKind(from, kind, { ...settings, ...(options ? { options } : {}) });
    const archived = await changeField(
      ctx,
      { id, version },
      { label: labelOf(before), archivedAt: new Date() },
      customFieldEvents.archived,
    );
    const { label, entity, help, section, position } = before;
    const made = await insertField(ctx, {
      entity,
      kind,
      label,
      help,
      section,
      position,
      required: to.required,
      initial: await initialAs(ctx, from, to),
      settings: to.settings,
    });
    emit(ctx, customFieldEvents.converted, { id: made.id, version: made.version, data: { fromId: archived.id } });
    return presentField(made);
  },
});

const longestLabel = 200;
const labelOf = ({ label, kind }: StoredField): string => {
  const end = kind === "text" || kind === "longText" ? " (text)" : " (before)";
  return `${label.slice(0, longestLabel - end.length)}${end}`;
};

/** The default in the new kind, where it fits. */
async function initialAs(ctx: Ctx, from: CustomField, to: CustomField): Promise<unknown> {
  if (from.initial === null || from.initial === undefined) return null;
  const text = await givenText(ctx, from, from.initial);
  return (await valuesFor(ctx, { from, to }, [text])).get(text) ?? null;
}
