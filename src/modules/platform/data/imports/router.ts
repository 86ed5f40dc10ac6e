import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { listImportChanges } from "./changes/operations/list";
import { bringInColumns, listKeptColumns } from "./kept-columns/operations/ask";
import { applyImportMapping } from "./mappings/operations/apply";
import {
  deleteImportMapping,
  listImportMappings,
  renameImportMapping,
  saveImportMapping,
} from "./mappings/operations/manage";
import { listImportableObjects } from "./objects/operations";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, removeImportFile, skipImportProblems, updateImportFile } from "./operations/change-file";
import { listImportProblems, pickImportCandidates } from "./operations/list-problems";
import { createImport, discardImport, getImport, listImports } from "./operations/manage-imports";
import { cancelImport, checkImport, retryImport, revertImport, startImport } from "./operations/run-import";
import { makeImportOptions, suggestImportField } from "./own-fields/operations";
import { listKeptRecords, previewRevert } from "./reverts/operations";
import { listImportValues } from "./values/operations";

export const importsRouter = router({
  create: mutation(createImport),
  list: query(listImports),
  get: query(getImport),
  objects: query(listImportableObjects),
  discard: mutation(discardImport),
  updateFile: mutation(updateImportFile),
  removeFile: mutation(removeImportFile),
  analyse: query(analyseImport),
  values: query(listImportValues),
  candidates: query(pickImportCandidates),
  problems: query(listImportProblems),
  changes: query(listImportChanges),
  fixRow: mutation(fixImportRow),
  skipProblems: mutation(skipImportProblems),
  check: mutation(checkImport),
  start: mutation(startImport),
  cancel: mutation(cancelImport),
  revert: mutation(revertImport),
  retry: mutation(retryImport),
  kept: query(listKeptRecords),
  keptColumns: query(listKeptColumns),
  bringIn: mutation(bringInColumns),
  suggestField: query(suggestImportField),
  makeOptions: mutation(makeImportOptions),
  revertPreview: query(previewRevert),
  mappings: query(listImportMappings),
  saveMapping: mutation(saveImportMapping),
  applyMapping: mutation(applyImportMapping),
  renameMapping: mutation(renameImportMapping),
  deleteMapping: mutation(deleteImportMapping),
});
