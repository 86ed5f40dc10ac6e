import { foldKey } from "@/lib/text";
import type { RouterInputs, RouterOutputs } from "@/trpc/react";
import type { Choice, ImportDetail, ImportFile, ValueGroup } from "../schema";

export type FileAnalysis = RouterOutputs["imports"]["analyse"][number];
export type ColumnCheck = FileAnalysis["columns"][number];
export type FileChange = RouterInputs["imports"]["updateFile"];

/** Waits for a person's word; a value that only resembles another waits too, but holds nothing up. */
export const isOpenGroup = (group: ValueGroup) => group.choice === null;
export const openGroups = (analysis: FileAnalysis | undefined) => (analysis?.values ?? []).filter(isOpenGroup);

/** How many decisions a file still asks for. */
export function openCount(analysis: FileAnalysis | undefined): number {
  return analysis ? openGroups(analysis).length + analysis.blockers.length : 0;
}

/** Whether rows of a file cannot go in before somebody decides. */
export function holdsUp(analysis: FileAnalysis | undefined): boolean {
  return analysis !== undefined && analysis.blockers.length + openGroups(analysis).filter(isHard).length > 0;
}
const isHard = (group: ValueGroup) => group.state !== "near";

/** Makes a record of a value; a stage gets its probable place among the new ones. */
export function newRecord(group: ValueGroup): Choice & { do: "create" } {
  return { do: "create", name: group.text, ...(group.place === null ? {} : { place: group.place }) };
}

/** What one click on the suggested button means, or null where a person has to choose. */
export function suggestedChoice(group: ValueGroup): Choice | null {
  if (group.state === "ambiguous") return null;
  const [first] = group.suggestions;
  if (first) return { do: "replace", text: first.label };
  if (group.mayCreate && group.stageType) return { ...newRecord(group), type: group.stageType };
  return null;
}

/** What becomes of a value, in words for its row. */
export function choiceText(choice: Choice): string {
  switch (choice.do) {
    case "replace":
      return choice.text === "" ? "empty" : choice.text;
    case "use":
      return choice.label;
    case "create":
      return choice.type ? `${choice.name}, new stage, ${choice.type}` : `${choice.name}, new`;
    case "empty":
      return "left empty";
    case "skip":
      return "rows left out";
  }
}

/** The import as it will be after a change of one file, before the server says so. */
export function withFileChange(detail: ImportDetail, change: FileChange): ImportDetail {
  return {
    ...detail,
    status: detail.status === "ready" ? "draft" : detail.status,
    checked: false,
    files: detail.files.map((file) => (file.id === change.fileId ? changedFile(file, change) : file)),
  };
}

function changedFile(file: ImportFile, change: FileChange): ImportFile {
  const named = new Map(change.mapping?.map((one) => [one.column, one]));
  return {
    ...file,
    ...(change.entity === undefined ? {} : { entity: change.entity }),
    mapping: file.mapping.map((one) => named.get(one.column) ?? one),
    options: {
      owner: change.options?.owner ?? file.options.owner,
      recogniseBy: change.options?.recogniseBy === undefined ? file.options.recogniseBy : change.options.recogniseBy,
      pipelineId: change.options?.pipelineId === undefined ? file.options.pipelineId : change.options.pipelineId,
      startStage: change.options?.startStage === undefined ? file.options.startStage : change.options.startStage,
      constants: change.options?.constants ?? file.options.constants,
    },
  };
}

/** The analysis as it will be: decided values are shown as decided, changed columns as being looked at. */
export function withDecisions(analyses: readonly FileAnalysis[], change: FileChange): FileAnalysis[] {
  const moved = new Map(change.mapping?.map((one) => [one.column, one]));
  const decided = new Map(change.choices?.map((one) => [`${one.field}/${foldKey(one.text)}`, one.choice]));
  return analyses.map((analysis) => {
    if (analysis.fileId !== change.fileId) return analysis;
    return {
      ...analysis,
      columns: analysis.columns.map((column) => {
        const next = moved.get(column.column);
        return next ? { ...column, field: next.field, note: "", state: "none" as const } : column;
      }),
      values: analysis.values.map((group) => {
        const choice = decided.get(`${group.field}/${foldKey(group.text)}`);
        return choice === undefined ? group : { ...group, choice };
      }),
    };
  });
}
