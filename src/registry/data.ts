import "server-only";
import { nouns, settings } from "@/lib/nouns/all";
import { bulkRunCatalog } from "@/modules/platform/data/bulk-runs/catalog";
import { forgetBulkRuns, workBulkRun } from "@/modules/platform/data/bulk-runs/jobs";
import { undoOfPeople } from "@/modules/platform/data/bulk-runs/operations/forget-person";
import * as bulkPreviews from "@/modules/platform/data/bulk-runs/operations/preview";
import * as bulkRuns from "@/modules/platform/data/bulk-runs/operations/runs";
import { bulkRunsRouter } from "@/modules/platform/data/bulk-runs/router";
import { bulkRunScope } from "@/modules/platform/data/bulk-runs/scope";
import { forgetRecordExits } from "@/modules/platform/data/changes/jobs";
import { listChangesOfNoun, listRecordChanges } from "@/modules/platform/data/changes/operations/list";
import { commentCatalog } from "@/modules/platform/data/comments/catalog";
import { datedComments } from "@/modules/platform/data/comments/operations/dated";
import { commentsOnPeople } from "@/modules/platform/data/comments/operations/forget-person";
import * as commentReads from "@/modules/platform/data/comments/operations/read";
import * as commentResponses from "@/modules/platform/data/comments/operations/respond";
import * as commentWrites from "@/modules/platform/data/comments/operations/write";
import { commentsRouter } from "@/modules/platform/data/comments/router";
import { commentScope } from "@/modules/platform/data/comments/scope";
import { customFieldCatalog } from "@/modules/platform/data/custom-fields/catalog";
import { moveFieldValues, purgeCustomFields } from "@/modules/platform/data/custom-fields/jobs";
import { customFieldLimit } from "@/modules/platform/data/custom-fields/limits";
import * as fieldConversions from "@/modules/platform/data/custom-fields/operations/convert-field";
import * as fieldList from "@/modules/platform/data/custom-fields/operations/list-fields";
import * as fieldLifecycle from "@/modules/platform/data/custom-fields/operations/manage-field";
import * as fieldWrites from "@/modules/platform/data/custom-fields/operations/write-field";
import { optionListCatalog } from "@/modules/platform/data/custom-fields/option-lists/catalog";
import * as optionLists from "@/modules/platform/data/custom-fields/option-lists/operations/option-lists";
import { optionListsRouter } from "@/modules/platform/data/custom-fields/option-lists/router";
import { optionListScope } from "@/modules/platform/data/custom-fields/option-lists/scope";
import { customFieldsRouter } from "@/modules/platform/data/custom-fields/router";
import { customFieldScope } from "@/modules/platform/data/custom-fields/scope";
import { exportRecords, forgetRecordExports } from "@/modules/platform/data/exports/jobs";
import * as recordCopies from "@/modules/platform/data/exports/operations/copy";
import * as recordExports from "@/modules/platform/data/exports/operations/exports";
import { exportedFilesWithPeople } from "@/modules/platform/data/exports/operations/forget-person";
import { recordExportsRouter } from "@/modules/platform/data/exports/router";
import { recordExportScope } from "@/modules/platform/data/exports/scope";
import { deleteStoredFiles } from "@/modules/platform/data/files/jobs";
import * as fileUploads from "@/modules/platform/data/files/operations/begin";
import * as fileChanges from "@/modules/platform/data/files/operations/change";
import * as fileCompletion from "@/modules/platform/data/files/operations/complete";
import { filesOfPeople } from "@/modules/platform/data/files/operations/forget-person";
import * as fileList from "@/modules/platform/data/files/operations/list";
import * as fileContents from "@/modules/platform/data/files/operations/open";
import * as fileParts from "@/modules/platform/data/files/operations/parts";
import { filesRouter } from "@/modules/platform/data/files/router";
import * as home from "@/modules/platform/data/home/operations";
import { homeRouter } from "@/modules/platform/data/home/router";
import * as importChanges from "@/modules/platform/data/imports/changes/operations/list";
import { bringInKeptColumns, workImport } from "@/modules/platform/data/imports/jobs";
import * as importKeptColumns from "@/modules/platform/data/imports/kept-columns/operations/ask";
import { importMappingCatalog } from "@/modules/platform/data/imports/mappings/catalog";
import * as importMappingUse from "@/modules/platform/data/imports/mappings/operations/apply";
import * as importMappings from "@/modules/platform/data/imports/mappings/operations/manage";
import { importMappingScope } from "@/modules/platform/data/imports/mappings/scope";
import * as importObjects from "@/modules/platform/data/imports/objects/operations";
import * as importFiles from "@/modules/platform/data/imports/operations/add-file";
import * as importAnalysis from "@/modules/platform/data/imports/operations/analyse-import";
import * as importDecisions from "@/modules/platform/data/imports/operations/change-file";
import { importedRows } from "@/modules/platform/data/imports/operations/forget-person";
import * as importProblems from "@/modules/platform/data/imports/operations/list-problems";
import * as imports from "@/modules/platform/data/imports/operations/manage-imports";
import * as importRuns from "@/modules/platform/data/imports/operations/run-import";
import * as importFields from "@/modules/platform/data/imports/own-fields/operations";
import * as importReverts from "@/modules/platform/data/imports/reverts/operations";
import { importsRouter } from "@/modules/platform/data/imports/router";
import * as importValues from "@/modules/platform/data/imports/values/operations";
import * as mentionChecks from "@/modules/platform/data/mentions/operations/check";
import * as mentionLabels from "@/modules/platform/data/mentions/operations/labels";
import * as mentionSuggestions from "@/modules/platform/data/mentions/operations/suggest";
import { mentionsRouter } from "@/modules/platform/data/mentions/router";
import * as sampleAddition from "@/modules/platform/data/onboarding/operations/add-samples";
import * as onboarding from "@/modules/platform/data/onboarding/operations/onboarding";
import { bringData, inviteColleagues, saveView } from "@/modules/platform/data/onboarding/operations/own-steps";
import * as sampleRemoval from "@/modules/platform/data/onboarding/operations/remove-samples";
import { onboardingRouter } from "@/modules/platform/data/onboarding/router";
import { forgetNames } from "@/modules/platform/data/search/jobs";
import * as searching from "@/modules/platform/data/search/operations";
import { searchRouter } from "@/modules/platform/data/search/router";
import { tagCatalog } from "@/modules/platform/data/tags/catalog";
import { mergeTags } from "@/modules/platform/data/tags/jobs";
import * as tags from "@/modules/platform/data/tags/operations/tags";
import { tagsRouter } from "@/modules/platform/data/tags/router";
import { tagScope } from "@/modules/platform/data/tags/scope";
import { dayDigest } from "@/modules/platform/data/today/operations/digest";
import * as today from "@/modules/platform/data/today/operations/list";
import * as snooze from "@/modules/platform/data/today/operations/snooze";
import { todayRouter } from "@/modules/platform/data/today/router";
import { savedViewCatalog } from "@/modules/platform/data/views/catalog";
import { reassignViews } from "@/modules/platform/data/views/jobs";
import * as viewDefaults from "@/modules/platform/data/views/operations/defaults";
import * as views from "@/modules/platform/data/views/operations/views";
import { viewsRouter } from "@/modules/platform/data/views/router";
import { savedViewScope } from "@/modules/platform/data/views/scope";
import { importScope } from "@/server/import-scope";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const dataEntry = {
  operations: {
    ...operationsIn(fieldList),
    ...operationsIn(fieldWrites),
    ...operationsIn(optionLists),
    ...operationsIn(fieldLifecycle),
    ...operationsIn(fieldConversions),
    ...operationsIn(tags),
    ...operationsIn(views),
    ...operationsIn(viewDefaults),
    ...operationsIn(commentReads),
    ...operationsIn(commentWrites),
    ...operationsIn(commentResponses),
    ...operationsIn(bulkPreviews),
    ...operationsIn(bulkRuns),
    ...operationsIn(searching),
    ...operationsIn({ listRecordChanges, listChangesOfNoun }),
    ...operationsIn(home),
    ...operationsIn(today),
    ...operationsIn(snooze),
    ...operationsIn(mentionChecks),
    ...operationsIn(mentionLabels),
    ...operationsIn(mentionSuggestions),
    ...operationsIn(recordExports),
    ...operationsIn(recordCopies),
    ...operationsIn(fileUploads),
    ...operationsIn(fileParts),
    ...operationsIn(fileCompletion),
    ...operationsIn(fileChanges),
    ...operationsIn(fileList),
    ...operationsIn(fileContents),
    ...operationsIn(onboarding),
    ...operationsIn(sampleAddition),
    ...operationsIn(sampleRemoval),
    ...operationsIn(imports),
    ...operationsIn(importKeptColumns),
    ...operationsIn(importFields),
    ...operationsIn(importFiles),
    ...operationsIn(importObjects),
    ...operationsIn(importDecisions),
    ...operationsIn(importAnalysis),
    ...operationsIn(importChanges),
    ...operationsIn(importProblems),
    ...operationsIn(importValues),
    ...operationsIn(importReverts),
    ...operationsIn(importRuns),
    ...operationsIn(importMappings),
    ...operationsIn(importMappingUse),
  },
  routers: {
    customFields: customFieldsRouter,
    optionLists: optionListsRouter,
    tags: tagsRouter,
    recordExports: recordExportsRouter,
    imports: importsRouter,
    onboarding: onboardingRouter,
    search: searchRouter,
    mentions: mentionsRouter,
    home: homeRouter,
    today: todayRouter,
    views: viewsRouter,
    bulkRuns: bulkRunsRouter,
    comments: commentsRouter,
    files: filesRouter,
  },
  jobs: [
    workImport,
    bringInKeptColumns,
    moveFieldValues,
    purgeCustomFields,
    forgetNames,
    mergeTags,
    reassignViews,
    workBulkRun,
    forgetBulkRuns,
    exportRecords,
    forgetRecordExports,
    forgetRecordExits,
    deleteStoredFiles,
  ],
  firstSteps: [bringData, inviteColleagues, saveView],
  digest: [dayDigest],
  limits: [customFieldLimit],
  personal: [importedRows, commentsOnPeople, exportedFilesWithPeople, undoOfPeople, filesOfPeople],
  live: [
    { scope: customFieldScope },
    { scope: optionListScope },
    { scope: tagScope },
    { scope: importMappingScope },
    { scope: recordExportScope, level: "self" },
    { scope: savedViewScope },
    // Its files find it here; its own events are those of its record.
    { scope: commentScope, level: "self" },
    {
      scope: bulkRunScope,
      level: "self",
      changesAll: {
        events: ["bulkRun.finished", "bulkRun.cancelled", "bulkRun.failed", "bulkRun.undone"],
        entities: Object.keys({ ...settings, ...nouns }),
      },
    },
    {
      scope: importScope,
      level: "own",
      changesAll: {
        events: ["import.finished", "import.cancelled", "import.failed", "import.reverted"],
        entities: [...Object.keys({ ...settings, ...nouns }), "member", "team"],
      },
    },
  ],
  timelines: [
    { catalog: customFieldCatalog, scope: customFieldScope, setting: true },
    { catalog: optionListCatalog, scope: optionListScope, setting: true },
    { catalog: tagCatalog, scope: tagScope, setting: true },
    { catalog: importMappingCatalog, scope: importMappingScope, setting: true },
    { catalog: savedViewCatalog, scope: savedViewScope, setting: true },
    { catalog: bulkRunCatalog, scope: bulkRunScope, setting: true },
    { catalog: commentCatalog, scope: commentScope, dated: datedComments },
  ],
} as const satisfies RegistryEntry;
