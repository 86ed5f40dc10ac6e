import "server-only";
import { nouns, settings } from "@/lib/nouns/all";
import { customFieldCatalog } from "@/modules/platform/data/custom-fields/catalog";
import { moveFieldValues, purgeCustomFields } from "@/modules/platform/data/custom-fields/jobs";
import { customFieldLimit } from "@/modules/platform/data/custom-fields/limits";
import * as fieldConversions from "@/modules/platform/data/custom-fields/operations/convert-field";
import * as fieldList from "@/modules/platform/data/custom-fields/operations/list-fields";
import * as fieldLifecycle from "@/modules/platform/data/custom-fields/operations/manage-field";
import * as fieldWrites from "@/modules/platform/data/custom-fields/operations/write-field";
import { customFieldsRouter } from "@/modules/platform/data/custom-fields/router";
import { customFieldScope } from "@/modules/platform/data/custom-fields/scope";
import * as importChanges from "@/modules/platform/data/imports/changes/operations/list";
import { bringInKeptColumns, workImport } from "@/modules/platform/data/imports/jobs";
import * as importKeptColumns from "@/modules/platform/data/imports/kept-columns/operations/ask";
import * as importObjects from "@/modules/platform/data/imports/objects/operations";
import * as importFiles from "@/modules/platform/data/imports/operations/add-file";
import * as importAnalysis from "@/modules/platform/data/imports/operations/analyse-import";
import * as importDecisions from "@/modules/platform/data/imports/operations/change-file";
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
import { forgetNames } from "@/modules/platform/data/search/jobs";
import * as searching from "@/modules/platform/data/search/operations";
import { searchRouter } from "@/modules/platform/data/search/router";
import { tagCatalog } from "@/modules/platform/data/tags/catalog";
import { mergeTags } from "@/modules/platform/data/tags/jobs";
import * as tags from "@/modules/platform/data/tags/operations/tags";
import { tagsRouter } from "@/modules/platform/data/tags/router";
import { tagScope } from "@/modules/platform/data/tags/scope";
import { importScope } from "@/server/import-scope";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const dataEntry = {
  operations: {
    ...operationsIn(fieldList),
    ...operationsIn(fieldWrites),
    ...operationsIn(fieldLifecycle),
    ...operationsIn(fieldConversions),
    ...operationsIn(tags),
    ...operationsIn(searching),
    ...operationsIn(mentionChecks),
    ...operationsIn(mentionLabels),
    ...operationsIn(mentionSuggestions),
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
  },
  routers: {
    customFields: customFieldsRouter,
    tags: tagsRouter,
    imports: importsRouter,
    search: searchRouter,
    mentions: mentionsRouter,
  },
  jobs: [workImport, bringInKeptColumns, moveFieldValues, purgeCustomFields, forgetNames, mergeTags],
  limits: [customFieldLimit],
  live: [
    { scope: customFieldScope },
    { scope: tagScope },
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
    { catalog: tagCatalog, scope: tagScope, setting: true },
  ],
} as const satisfies RegistryEntry;
