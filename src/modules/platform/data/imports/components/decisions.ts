import { withoutLegalForm } from "@/lib/legal-forms";
import { foldKey } from "@/lib/text";
import type { RouterInputs, RouterOutputs } from "@/trpc/react";
import { keyOf, ruledChoice } from "../rules";
import type { Choice, ImportDetail, ImportFile, MissingRule, ValueGroup } from "../schema";

export type FileAnalysis = RouterOutputs["imports"]["analyse"][number];
export type ColumnCheck = FileAnalysis["columns"][number];
export type FileChange = RouterInputs["imports"]["updateFile"];

/** The analysis of a file, as far as it is there. */
export const analysisOf = (analyses: readonly FileAnalysis[] | undefined, id: string | undefined) =>
  analyses?.find(({ fileId }) => fileId === id);

/** Whether something keeps a whole file out. */
export const isBlocked = (analysis: FileAnalysis | undefined) => (analysis?.blockers.length ?? 0) > 0;

/** Needs a decision. A value that only resembles another one needs it too, but stops no row. */
export const isOpenGroup = (group: ValueGroup) => group.choice === null;
export const openGroups = (analysis: FileAnalysis | undefined) => (analysis?.values ?? []).filter(isOpenGroup);
/** Of these the ones whose rows cannot be imported before somebody decides. */
export const hardGroups = (analysis: FileAnalysis | undefined) =>
  openGroups(analysis).filter(({ state }) => state !== "near");

// A text is chosen from those that resemble it, others from a list.
const chosen: readonly string[] = ["text", "longText", "enum", "reference"];
/** Whether the values of a kind are corrected in a text field. */
export const isTyped = (kind: string | undefined): boolean => kind !== undefined && !chosen.includes(kind);

/** How many values of a file are open, with those that its analysis does not list. */
export function openValues(analysis: FileAnalysis | undefined): number {
  const unlisted = analysis?.unlisted.reduce((sum, { open }) => sum + open, 0) ?? 0;
  return openGroups(analysis).length + unlisted;
}

/** How many decisions a file still needs. */
export function openCount(analysis: FileAnalysis | undefined): number {
  return analysis ? openValues(analysis) + analysis.blockers.length : 0;
}

/** Whether rows of a file cannot be imported before somebody decides. */
export const holdsUp = (analysis: FileAnalysis | undefined) => isBlocked(analysis) || hardGroups(analysis).length > 0;

/** Makes a record of a value, at its probable place among the new ones. */
export function newRecord(group: ValueGroup): Choice & { do: "create" } {
  return { do: "create", name: group.text, ...(group.place === null ? {} : { place: group.place }) };
}

/** The decision that the suggested button takes, or null where a person has to choose. */
export function suggestedChoice(group: ValueGroup): Choice | null {
  if (group.state === "ambiguous") return null;
  const [first] = group.suggestions;
  if (first) return { do: "replace", text: first.label };
  if (group.mayCreate && group.type !== null) return { ...newRecord(group), type: group.type };
  return null;
}

/**
 * The suggested decision, where it may be taken together with others: "Acme Inc" and "Acme GmbH" are two companies until
 * somebody says that they are not, and of several names nobody knows the right one.
 */
export function jointChoice(group: ValueGroup): Choice | null {
  const bare = withoutLegalForm(group.text);
  const hasForm = foldKey(group.text) !== bare;
  const companies = group.suggestions.filter(({ label }) => withoutLegalForm(label) === bare);
  const isOpen = companies.length > 1 || companies.some(({ label }) => hasForm && foldKey(label) !== bare);
  return isOpen ? null : suggestedChoice(group);
}

/** Whether nobody has to look at the suggested decision. */
export const isSure = ({ suggestions: [first] }: ValueGroup): boolean => first?.sure ?? true;

/** The decision about a value, in words for its row; `what` is made of it where records have types: "stage". */
export function choiceText(choice: Choice, what: string): string {
  switch (choice.do) {
    case "replace":
      return choice.text === "" ? "empty" : choice.text;
    case "use":
      return choice.label;
    case "create":
      return choice.type ? `${choice.name}, new ${what}, ${choice.type}` : `${choice.name}, new`;
    case "empty":
      return "left empty";
    case "skip":
      return "rows left out";
  }
}

/** The import as it will be after a change of one file, before the server says so. */
export function withFileChange(detail: ImportDetail, change: FileChange): ImportDetail {
  const { nationalNumbers } = change.options ?? {};
  // One answer for all files.
  const shared = (file: ImportFile) =>
    nationalNumbers === undefined ? file : { ...file, options: { ...file.options, nationalNumbers } };
  return {
    ...detail,
    status: detail.status === "ready" ? "draft" : detail.status,
    checked: false,
    files: detail.files.map((file) => shared(file.id === change.fileId ? changedFile(file, change) : file)),
  };
}

function changedFile(file: ImportFile, change: FileChange): ImportFile {
  const given = change.options as Partial<ImportFile["options"]> | undefined;
  const named = new Map(change.mapping?.map((one) => [one.column, one]));
  return {
    ...file,
    ...(change.entity === undefined ? {} : { entity: change.entity }),
    mapping: file.mapping.map((one) => named.get(one.column) ?? one),
    options: { ...file.options, ...given, answers: { ...file.options.answers, ...change.options?.answers } },
  };
}

/** The first file of an import that something blocks, the shown one before others. */
export function blockedFile<F extends { id: string }>(
  files: readonly F[],
  analyses: readonly FileAnalysis[] | undefined,
  shown: string | undefined,
): F | undefined {
  const blocked = files.filter(({ id }) => isBlocked(analysisOf(analyses, id)));
  return blocked.find(({ id }) => id === shown) ?? blocked[0];
}

/** The analysis as it will be: decided values are shown as decided, changed columns without a result. */
export function withDecisions(analyses: readonly FileAnalysis[], change: FileChange): FileAnalysis[] {
  const moved = new Map(change.mapping?.map((one) => [one.column, one]));
  const rules = change.options?.missing;
  return analyses.map((analysis) => {
    if (analysis.fileId !== change.fileId) return analysis;
    return {
      ...analysis,
      columns: analysis.columns.map((column) => {
        const next = moved.get(column.column);
        return next ? { ...column, field: next.field, note: "", state: "none" as const } : column;
      }),
      missing: rules ? analysis.missing.map((one) => ({ ...one, rule: rules[one.field] ?? null })) : analysis.missing,
      unlisted: analysis.unlisted.map(({ field, open, openRows, decided }) =>
        rules?.[field] ? { field, open: 0, openRows: 0, decided: decided + open } : { field, open, openRows, decided },
      ),
      values: withChoices(analysis.values, change).map((group) => (rules ? withRule(group, rules) : group)),
    };
  });
}

/** Values with the decisions of a change. */
export function withChoices(values: readonly ValueGroup[], { choices = [] }: FileChange): ValueGroup[] {
  const decided = new Map(choices.map((one) => [keyOf(one), one.choice]));
  return values.map((group) => {
    const choice = decided.get(keyOf(group));
    return choice === undefined ? group : { ...group, choice, byRule: false };
  });
}

/** A value that names no record, as the rule for all of them says. */
function withRule(group: ValueGroup, rules: Readonly<Record<string, MissingRule>>): ValueGroup {
  if (!group.byRule && (group.choice !== null || group.state !== "unknown")) return group;
  const rule = rules[group.field];
  return rule
    ? { ...group, choice: ruledChoice(rule, group.text), byRule: true }
    : { ...group, choice: null, byRule: false };
}
