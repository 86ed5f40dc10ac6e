// @module-tag once

import { expect, test } from "vitest";
import { capital } from "@/lib/text";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { treeFields } from "@/server/nouns/tree-rule";
import type { AnyTenantOperation } from "@/server/operation";
import { atOnce } from "./at-once";
import { syncCases } from "./connection-cases";
import { testWorkspace } from "./ctx";
import { accountsToExport } from "./export-cases";
import { fillWorkspace } from "./full-workspace";
import { keyCases } from "./key-cases";
import { entityOf, sampleInput } from "./sample-input";
import { seriesInputs } from "./series-cases";
import { settingCases } from "./setting-cases";
import { stepCases } from "./step-cases";
import { deepWithTargets, isDeep, sampledOperations } from "./tiers";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;

const changes = Object.entries(operations as Record<string, AnyTenantOperation | { realm: "identity" }>).filter(
  (entry): entry is [string, AnyTenantOperation] =>
    entry[1].realm === "tenant" && entry[1].kind === "mutation" && !entry[1].external && isDeep(entry[0]),
);

const needed = deepWithTargets();
const open = { actualCloseDate: undefined, lossReasonId: undefined, lossDetail: undefined, valueFromLines: undefined };
const plainField = { unique: false, initial: null, settings: {} };
/** A workspace holds one record of each noun, which cannot stand above itself. */
const ofTrees: Record<string, object> = Object.fromEntries(
  Object.values(declaredNouns).map(({ noun }) => [
    `update${capital(noun.entity)}`,
    Object.fromEntries(treeFields(noun).map(({ column }) => [column, null])),
  ]),
);
/** Sheets edit rows by the same fields. */
const ofRows: Record<string, object> = { editRowsOfTasks: { tags: null, ...ofTrees.updateTask } };
/** Operations that refuse a value which fits only its schema. */
/** An entry of a list in the settings goes to the top; it goes into no other one, which there is not. */
const moves = Object.fromEntries(Object.keys(settingCases).map((name) => [name, { after: null }]));
const given: Record<string, object> = {
  updateApiKey: { ranges: ["192.0.2.0/24"], perMinute: 5 },
  askJoinDomain: { email: "boss@races.example" },
  setVisibility: { entity: "account", level: "own" },
  showHiddenNames: { shown: true },
  setModule: { module: "pmo", on: false },
  setGrant: { permission: "record:import", effect: "deny" },
  updateTeam: { parentId: null },
  updateCalendar: { parentId: null },
  beginConnection: { provider: "testcrm", again: true },
  createView: { noun: "account", scope: "private", teamId: null, state: {} },
  updateView: { scope: undefined, teamId: undefined, state: { q: "copper" } },
  moveView: { afterId: null },
  setDefaultView: { noun: "account", role: null, viewId: null, key: "mine" },
  addHolidays: { country: "US", state: undefined },
  startBulkRun: {
    noun: "account",
    selection: { all: {} },
    change: { type: "set", field: "industry", value: "media" },
    confirmed: undefined,
  },
  ...ofTrees,
  ...moves,
  createStage: { beforeId: undefined },
  moveOpportunityLine: { beforeId: undefined },
  moveProjectItem: { beforeId: undefined },
  moveWorkflowStep: { beforeId: undefined },
  moveTaskItem: { beforeId: undefined },
  placeTask: { parentId: null, afterId: null },
  // Shares let only guests of the team do something.
  createProject: { commenters: [], completers: [] },
  createCustomField: plainField,
  updateCustomField: plainField,
  convertCustomField: { kind: "longText", settings: {} },
  createOpportunity: open,
  updateOpportunity: open,
  // Another record has the key of the sample.
  updateProject: { key: undefined, commenters: [], completers: [] },
  ...seriesInputs,
  renameFile: { name: "Renamed.txt" },
  restoreFileVersion: { number: 1 },
  askRecordExport: accountsToExport,
  copyRecords: { ...accountsToExport, format: undefined, values: undefined },
};
/** Acts for which the rows of the workspace are in the wrong state, or whose input names a record of a kind that it says itself. */
const unfitting = new Set([
  "snoozeItem",
  "deleteAccount",
  "deleteContact",
  "deleteOpportunity",
  "deleteProject",
  "addOpportunityContact",
  "reorderStages",
  "undoMove",
  "undeleteCustomField",
  "mergeTag",
  "tryModule",
  "chooseSeats",
  "setSupportAccess",
  "askDeletion",
  "transferOwnership",
  "askExport",
  "openDownload",
  "downloadExport",
  "restoreFile",
  "cancelRecordExport",
  "downloadRecordExport",
  "updateImportFile",
  "fixImportRow",
  "startImport",
  "cancelImport",
  "revertImport",
  "retryImport",
  "bringInColumns",
  "makeImportOptions",
  "cancelJob",
  "replayParked",
  "cancelBulkRun",
  "undoBulkRun",
  "addSampleData",
  "confirmJoinDomain",
]);

test.each(sampledOperations(changes, 1, 25))(
  "%s, asked for twice at once, answers the second as one that comes later",
  async (name, operation) => {
    const ctx = await (await testWorkspace()).role("owner");
    const { ids } = await fillWorkspace(ctx, needed);
    const sample = sampleInput(operation, { optional: true, idOf: (field, of) => ids[entityOf(field, of) ?? ""] });
    // The context is older than the tags.
    const { rows } = sample as { rows?: object[] };
    const input = {
      ...(sample as object),
      ...("tags" in (sample as object) ? { tags: null } : {}),
      ...(name in ofRows ? { rows: rows?.map((row) => ({ ...row, ...ofRows[name] })) } : {}),
      ...(given[name] ?? given[name.replace(/^upsert/, "create")]),
      ...syncCases[name]?.input?.(ids, ctx),
    };
    await (stepCases[name] ?? syncCases[name] ?? keyCases[name])?.arrange?.(ctx.db, ids, ctx);
    // Only tasks that are open can repeat.
    if (name === "setTaskRepeat") await ctx.db.task.updateMany({ data: { completedAt: null } });
    const act = () => (operation as unknown as Callable)(ctx, input);
    const answers = (await atOnce(act, act)).map(outcome);
    const [first, second] = answers[0] === "done" ? answers : answers.reverse();
    const [later] = (await Promise.allSettled([act()])).map(outcome);
    if (!unfitting.has(name) && !(name in settingCases && name.startsWith("merge"))) expect(first).toBe("done");
    expect(second).toBe(later);
  },
);

function outcome(result: PromiseSettledResult<unknown>): string {
  if (result.status === "fulfilled") return "done";
  const { code, message, details } = toAppError(result.reason, "reference");
  return [code, ...(details?.fields ?? []).map(({ path }) => path), message].join(" ");
}
