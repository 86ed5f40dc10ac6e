import "server-only";
import { foldKey, quoteValue } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { oneAtATime } from "@/server/import-lock";
import { rowIn, updateVersioned } from "@/server/versions";
import { fileOf } from "../../operations/change-file";
import { changesImport } from "../../operations/operation-heads";
import type { FileRow } from "../../operations/present-import";
import { lastingOptions } from "../../operations/read-file";
import { storedOptions } from "../../rules";
import { importMappingEvents } from "../events";
import {
  type ImportMapping,
  importMapping,
  listMappingsInput,
  mappingList,
  mappingVersionInput,
  maxMappings,
  renameMappingInput,
  saveMappingInput,
} from "../schema";
import { importMappingScope } from "../scope";
import { type MappingRow, mappingRow, presentMapping, select } from "./read";

/** Decisions about values that a saved mapping holds at most: more are hardly those of a file that comes again. */
const maxChoices = 5_000;

export const listImportMappings = platform.operation({
  kind: "query",
  permission: "record:import",
  input: listMappingsInput,
  output: mappingList,
  rest: { method: "GET", path: "/import-mappings" },
  describe: "The saved mappings of the workspace by name: how files with some columns are imported.",
  async run(ctx) {
    const rows = await ctx.db.importMapping.findMany({ orderBy: { nameKey: "asc" }, select });
    return rows.map((row) => presentMapping(ctx, row));
  },
});

export const saveImportMapping = platform.operation({
  ...changesImport,
  uses: [{ scope: importMappingScope, ids: (input: { importMappingId: string | null }) => [input.importMappingId] }],
  input: saveMappingInput,
  output: importMapping,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/mapping" },
  describe: `Saves how a file is imported under a name, for later files with the same columns; \`importMappingId\` is a saved mapping whose place it takes. A workspace has at most ${maxMappings}.`,
  async run(ctx, { id, fileId, name, importMappingId: replaces }) {
    const createdById = memberOf(ctx.actor);
    if (!createdById) throw new AppError("FORBIDDEN", "Only members can import files.");
    const file = await fileOf(ctx, id, fileId);
    const content = contentOf(file);
    await oneAtATime(ctx, "importMappings", "");
    await requireFreeName(ctx, name, replaces);
    const data = { ...content, name, nameKey: foldKey(name) };
    if (replaces) return await replaceMapping(ctx, replaces, data);
    if ((await ctx.db.importMapping.count()) >= maxMappings)
      throw new AppError("CONFLICT", `A workspace can have at most ${maxMappings} saved mappings. Delete one first.`);
    const row = await ctx.db.importMapping.create({ data: { ...data, createdById }, select });
    const after = { name, entity: data.entity };
    emit(ctx, importMappingEvents.created, { id: row.id, version: row.version, after, data: {} });
    return presentMapping(ctx, row);
  },
});

type Content = ReturnType<typeof contentOf> & { name: string; nameKey: string };

async function replaceMapping(ctx: Ctx, id: string, data: Content): Promise<ImportMapping> {
  const before = await mappingRow(ctx, id);
  const row = await ctx.db.importMapping.update({
    where: { id },
    data: { ...data, version: { increment: 1 } },
    select,
  });
  const named = ({ name, entity }: MappingRow) => ({ name, entity });
  emit(ctx, importMappingEvents.replaced, {
    id,
    version: row.version,
    before: named(before),
    after: named(row),
    data: {},
  });
  return presentMapping(ctx, row);
}

const existing = {
  kind: "mutation",
  permission: "record:import",
  on: { scope: importMappingScope, ids: (input: { id: string }) => [input.id] },
} as const;

export const renameImportMapping = platform.operation({
  ...existing,
  input: renameMappingInput,
  output: importMapping,
  rest: { method: "PATCH", path: "/import-mappings/{id}" },
  describe: "Renames a saved mapping.",
  async run(ctx, { id, version, name }) {
    await oneAtATime(ctx, "importMappings", "");
    await requireFreeName(ctx, name, id);
    const columns: Partial<MappingRow> = { name, nameKey: foldKey(name) };
    await updateVersioned<MappingRow>(ctx, {
      event: importMappingEvents.updated,
      ...{ id, version, columns, select },
      ...rowIn<MappingRow>(ctx.db.importMapping, { id, columns, select }),
      present: (row) => presentMapping(ctx, row),
    });
    return presentMapping(ctx, await mappingRow(ctx, id));
  },
});

export const deleteImportMapping = platform.operation({
  ...existing,
  input: mappingVersionInput,
  output: mappingVersionInput.pick({ id: true }),
  rest: { method: "DELETE", path: "/import-mappings/{id}" },
  describe: "Deletes a saved mapping. Imports that used it stay as they are.",
  async run(ctx, { id, version }) {
    const before = await mappingRow(ctx, id);
    const { count } = await ctx.db.importMapping.deleteMany({ where: { id, version } });
    if (count === 0) {
      await mappingRow(ctx, id);
      throw new AppError("CONFLICT", "Somebody changed this saved mapping at the same time. Try again.");
    }
    emit(ctx, importMappingEvents.deleted, { id, version, before: { name: before.name }, data: {} });
    return { id };
  },
});

/** The content of a mapping, from a file. VALIDATION where that is nothing that a later file could use. */
function contentOf({ entity, columns, mapping, options, choices }: FileRow) {
  if (entity === null) throw invalid("fileId", "Choose the type of record of this file first.");
  const decisions = Object.values(choices).reduce((sum, ofField) => sum + Object.keys(ofField).length, 0);
  if (decisions > maxChoices)
    throw invalid("fileId", `This file has more than ${maxChoices} decisions about values, too many for a mapping.`);
  const saved = mapping.map(({ column, ...how }) => ({ header: columns[column] ?? "", ...how }));
  const lasting = storedOptions(lastingOptions(entity, options));
  return {
    entity,
    columns: saved,
    options: lasting as Prisma.InputJsonObject,
    choices: choices as Prisma.InputJsonObject,
  };
}

/** VALIDATION where another saved mapping has the name. */
async function requireFreeName(ctx: Ctx, name: string, id: string | null): Promise<void> {
  const other = await ctx.db.importMapping.findFirst({ where: { nameKey: foldKey(name) }, select: { id: true } });
  if (other && other.id !== id)
    throw invalid("name", `A saved mapping is called ${quoteValue(name)} already. Replace it, or choose another name.`);
}
