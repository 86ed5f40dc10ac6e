import "server-only";
import { isEntriesField } from "@/lib/fields/entries";
import { chosenKeys } from "@/lib/import-rows";
import { own } from "@/lib/own";
import { quoteValue } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { type Importer, importerFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { invalid, notFound } from "@/server/errors";
import { draft, fileOf } from "../../operations/change-file";
import { detectStyles } from "../../operations/distinct-values";
import { editDraft } from "../../operations/import-state";
import { rulesFor } from "../../operations/missing-rules";
import { withoutUnseen } from "../../operations/named-records";
import { changesImport } from "../../operations/operation-heads";
import { constantProblem } from "../../operations/plan-file";
import type { FileRow } from "../../operations/present-import";
import { optionsFrom, storedOptions } from "../../rules";
import type { Choices, ColumnMapping, FileOptions } from "../../schema";
import { placedIn } from "../rules";
import { appliedMapping, applyMappingInput, type SavedColumn } from "../schema";
import { importMappingScope } from "../scope";
import { columnsOf, lostField } from "./read";

interface Saved {
  entity: string;
  columns: SavedColumn[];
  options: FileOptions;
  choices: Choices;
}

export const applyImportMapping = platform.operation({
  ...changesImport,
  silent: draft,
  uses: [{ scope: importMappingScope, ids: (input: { importMappingId: string }) => [input.importMappingId] }],
  input: applyMappingInput,
  output: appliedMapping,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/apply-mapping" },
  describe:
    "Matches a file as a saved mapping says: type of record, columns, values of all rows, decisions and what recognises records. `dropped` says what the file could not take.",
  async run(ctx, { id, fileId, importMappingId }) {
    await editDraft(ctx, id);
    const file = await fileOf(ctx, id, fileId);
    const saved = await savedMapping(ctx, importMappingId);
    const importer = importerFor(ctx, saved.entity);
    if (!importer) throw invalid("importMappingId", "Files of this kind cannot be imported.");
    if (file.mixed && file.entity !== saved.entity)
      throw invalid("importMappingId", "This part of the file holds another type of record. Choose another mapping.");
    const dropped: string[] = [];
    const columns = mappedColumns(ctx, { file, saved, importer }, dropped);
    const mapping = await detectStyles(ctx, file.id, saved.entity, columns);
    const filled = new Set(mapping.map(({ field }) => field));
    const { nationalNumbers } = file.options;
    const options = { ...optionsFor(ctx, { saved, importer, filled }, dropped), nationalNumbers };
    const choices = choicesFor(file, saved, filled);
    const seen = await withoutUnseen(ctx, { entity: saved.entity, options, choices });
    if (JSON.stringify(seen) !== JSON.stringify({ entity: saved.entity, options, choices }))
      dropped.push("Decisions about records that no longer exist, or that you may not see, were left out.");
    await ctx.db.importFile.update({
      where: { id: file.id },
      data: {
        entity: saved.entity,
        needsObject: false,
        mapping: mapping as Prisma.InputJsonValue,
        options: storedOptions(seen.options),
        choices: seen.choices,
        appliedId: importMappingId,
      },
    });
    return { id, fileId, dropped };
  },
});

async function savedMapping(ctx: Ctx, id: string): Promise<Saved> {
  const row = await ctx.db.importMapping.findFirst({
    where: { id },
    select: { entity: true, columns: true, options: true, choices: true },
  });
  if (!row) throw notFound("saved mapping");
  const { entity, options, choices } = row;
  return { entity, columns: columnsOf(row), options: optionsFrom(options), choices: choices as Choices };
}

interface Applied {
  file: FileRow;
  saved: Saved;
  importer: Importer;
}

/** The columns of a file as a mapping reads them; those that it does not know stay as they are, where their field is free. */
function mappedColumns(ctx: Ctx, { file, saved, importer }: Applied, dropped: string[]): ColumnMapping[] {
  const { columns, absent } = placedIn(file.columns, saved.columns);
  for (const { header, field } of absent)
    if (field !== null) dropped.push(`The file has no column ${quoteValue(header)}.`);
  const placed = new Map(
    columns.map(({ header, ...mapping }): [number, ColumnMapping] => {
      const { column, field } = mapping;
      if (field === null || own(importer.catalog.columns, field)) return [column, mapping];
      dropped.push(fieldDropped(ctx, saved.entity, field, `of the column ${quoteValue(header)}`));
      return [column, { column, field: null }];
    }),
  );
  const taken = new Set([...placed.values()].map(({ field }) => field));
  const isSame = file.entity === saved.entity;
  return file.columns.map((_, column) => {
    const known = placed.get(column);
    if (known) return known;
    const now = isSame ? file.mapping[column] : undefined;
    const spec = own(importer.catalog.columns, now?.field ?? "");
    const isFree = now && (!taken.has(now.field) || (spec && isEntriesField(spec)));
    return isFree ? now : { column, field: null };
  });
}

function fieldDropped(ctx: Ctx, entity: string, field: string, where: string): string {
  const label = lostField(ctx, entity, field);
  return label === null
    ? `You may not fill the field ${where}.`
    : `The field ${quoteValue(label)} ${where} was deleted or archived.`;
}

interface Filled extends Omit<Applied, "file"> {
  filled: ReadonlySet<string | null>;
}

/** The options of a mapping without what this file, or this member, cannot have. */
function optionsFor(ctx: Ctx, { saved, importer, filled }: Filled, dropped: string[]): FileOptions {
  const { entity, options } = saved;
  const constants = Object.entries(options.constants).filter(([field, constant]) => {
    if (filled.has(field)) return false;
    if (!own(importer.catalog.columns, field)) {
      dropped.push(fieldDropped(ctx, entity, field, "with one value for all rows"));
      return false;
    }
    const problem = constantProblem(ctx, entity, field, constant);
    if (problem) dropped.push(`The value for all rows was left out: ${problem}`);
    return problem === null;
  });
  const missing = Object.entries(options.missing).filter(([field, rule]) => {
    const spec = own(importer.catalog.columns, field);
    return spec !== undefined && rulesFor(ctx, { importer }, { spec, field }).includes(rule);
  });
  const hasKey = options.recogniseBy === null || chosenKeys(importer.catalog.naturalKeys, options).length > 0;
  if (!hasKey) dropped.push("The key that recognises records was deleted or archived.");
  const asked = importer.questions?.answers.shape;
  const answers = Object.entries(options.answers).filter(
    ([question, answer]) => own(asked, question)?.safeParse(answer).success,
  );
  return {
    ...options,
    answers: Object.fromEntries(answers),
    constants: Object.fromEntries(constants),
    missing: Object.fromEntries(missing),
    recogniseBy: hasKey ? options.recogniseBy : null,
  };
}

/** The decisions about values of the columns that a file fills; those of the mapping win over earlier ones. */
function choicesFor(file: FileRow, saved: Saved, filled: ReadonlySet<string | null>): Choices {
  const before = file.entity === saved.entity ? file.choices : {};
  const fields = new Set([...Object.keys(before), ...Object.keys(saved.choices)]);
  return Object.fromEntries(
    [...fields].flatMap((field) =>
      filled.has(field) ? [[field, { ...own(before, field), ...own(saved.choices, field) }] as const] : [],
    ),
  );
}
