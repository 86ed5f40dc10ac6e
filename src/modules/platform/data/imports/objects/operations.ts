import "server-only";
import { keyName } from "@/lib/import-rows";
import { andList } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { importersFor, referenceTo } from "@/server/catalog";
import { importableColumns, mayBeConstant } from "../rules";
import { createImportInput } from "../schema";
import { importableObjects } from "./schema";

export const listImportableObjects = platform.operation({
  kind: "query",
  permission: "record:import",
  input: createImportInput,
  output: importableObjects,
  describe: "Lists the types of record that files can contain, and the fields that their columns can be matched to.",
  async run(ctx) {
    return importersFor(ctx).map(({ catalog, choosesIfExists = false, expects = [] }) => ({
      entity: catalog.entity,
      label: catalog.label.many,
      keys: catalog.naturalKeys.map((fields) => ({
        key: keyName(fields),
        fields: [...fields],
        label: andList(fields.map((field) => catalog.columns[field]?.label ?? field)),
      })),
      choosesIfExists,
      fields: importableColumns(catalog).map(([field, column]) => ({
        field,
        label: column.label,
        kind: column.kind,
        required: column.required ?? false,
        to: column.to ?? null,
        options: [...(column.options ?? [])],
        mayBeConstant: mayBeConstant(catalog, field),
        types: [...(referenceTo(column.to)?.types?.options ?? [])],
        expected: expects.includes(field),
      })),
    }));
  },
});
