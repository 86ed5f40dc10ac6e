import "server-only";
import type { Catalog } from "@/lib/catalog";
import { keyName } from "@/lib/import-rows";
import { andList } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { importersFor, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { isOn } from "@/server/scope";
import { importableColumns, mayBeConstant } from "../rules";
import { createImportInput } from "../schema";
import { importableObjects } from "./schema";

/** Without those that lead to records of a module that is off. */
const columnsFor = (ctx: Ctx, catalog: Catalog) =>
  importableColumns(catalog).filter(([, { to }]) => !to || isOn(ctx, to));

export const listImportableObjects = platform.operation({
  kind: "query",
  permission: "record:import",
  input: createImportInput,
  output: importableObjects,
  describe: "Lists the types of record that files can contain, and the fields that their columns can be matched to.",
  async run(ctx) {
    return importersFor(ctx).map(({ catalog, choosesIfExists = false, clearable, namesakesBy, expects = [] }) => ({
      entity: catalog.entity,
      label: catalog.label.many,
      keys: catalog.naturalKeys.map((fields) => ({
        key: keyName(fields),
        fields: [...fields],
        label: andList(fields.map((field) => catalog.columns[field]?.label ?? field)),
      })),
      choosesIfExists,
      choosesEmptyCells: clearable !== undefined,
      tellsNamesakes: namesakesBy !== undefined,
      fields: columnsFor(ctx, catalog).map(([field, column]) => ({
        field,
        label: column.label,
        kind: column.kind,
        required: column.required ?? false,
        to: column.to ?? null,
        options: (column.options ?? []).filter(({ archived }) => !archived),
        mayBeConstant: mayBeConstant(catalog, field),
        types: [...(referenceTo(column.to)?.types?.options ?? [])],
        madeAhead: referenceTo(column.to)?.makeAhead?.note ?? null,
        expected: expects.includes(field),
      })),
    }));
  },
});
