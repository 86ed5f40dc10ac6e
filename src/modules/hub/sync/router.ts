import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { createSyncField } from "./operations/create-field";
import { listSyncFieldHistory } from "./operations/field-history";
import { listSyncFields, saveSyncFields } from "./operations/fields";
import { getRehearsal } from "./operations/get-rehearsal";
import { listSyncChanges } from "./operations/list-changes";
import { listSyncObjects } from "./operations/list-objects";
import { listSyncProblemGroups, listSyncProblems } from "./operations/list-problems";
import { listRehearsed } from "./operations/list-rehearsed";
import { mendSyncValue } from "./operations/mend-value";
import {
  chooseSyncLink,
  ignoreSyncProblems,
  pairSyncOption,
  resolveSyncConflict,
  resolveSyncConflicts,
  retrySyncProblems,
} from "./operations/problem-fixes";
import { settleSyncProblems } from "./operations/settle-problems";
import { rehearseSync, runSyncNow, startSync, undoFirstSync } from "./operations/starting";
import { getSyncedRecord, syncRecordNow } from "./operations/sync-record";
import { testSyncRecord } from "./record-tests/operations";

export const syncRouter = router({
  objects: query(listSyncObjects),
  fields: query(listSyncFields),
  rehearsal: query(getRehearsal),
  rehearsed: query(listRehearsed),
  problems: query(listSyncProblems),
  problemGroups: query(listSyncProblemGroups),
  changes: query(listSyncChanges),
  record: query(getSyncedRecord),
  fieldHistory: query(listSyncFieldHistory),
  saveFields: mutation(saveSyncFields),
  createField: mutation(createSyncField),
  testRecord: mutation(testSyncRecord),
  rehearse: mutation(rehearseSync),
  start: mutation(startSync),
  recordNow: mutation(syncRecordNow),
  runNow: mutation(runSyncNow),
  undoFirst: mutation(undoFirstSync),
  retryProblems: mutation(retrySyncProblems),
  ignoreProblems: mutation(ignoreSyncProblems),
  resolveConflict: mutation(resolveSyncConflict),
  resolveConflicts: mutation(resolveSyncConflicts),
  settleProblems: mutation(settleSyncProblems),
  mendValue: mutation(mendSyncValue),
  chooseLink: mutation(chooseSyncLink),
  pairOption: mutation(pairSyncOption),
});
