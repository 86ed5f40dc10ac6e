import "server-only";
import { own } from "@/lib/own";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { storedOptions } from "../rules";
import type { Choice, Choices, MissingRule, NationalNumbers } from "../schema";
import { importOf } from "./import-state";
import { rulesFor } from "./missing-rules";
import { type FilePlan, type PlannedColumn, planFile } from "./plan-file";
import { type FileRow, filesOf } from "./present-import";
import { probableSource } from "./probable-names";

/** The decisions of a person about a file, before and after. */
interface Decided {
  before: Pick<FileRow, "choices" | "options">;
  file: FileRow;
}

/** Decisions about records of one kind that hold wherever a file names them; leaving rows out is each file's own. */
interface Meanings {
  choices: Map<string, { was: Choice | undefined; now: Choice | undefined }>;
  rule: { was: MissingRule | undefined; now: MissingRule | undefined };
}

/**
 * Carries decisions about names over to the other files of an import: the owner of a company is the same person as that of
 * an opportunity. Another file's own decision stays.
 */
export async function shareDecisions(ctx: Ctx, importId: string, { before, file }: Decided): Promise<void> {
  const { createdById } = await importOf(ctx, importId);
  const meanings = meaningsOf(ctx, file, before, createdById);
  if (meanings.size === 0) return;
  for (const other of await filesOf(ctx, importId)) {
    const plan = other.id === file.id ? null : planFile(ctx, other, createdById);
    if (!plan) continue;
    const choices = structuredClone(other.choices);
    const missing = { ...other.options.missing };
    for (const column of plan.columns) {
      const meant = meanings.get(sharedEntity(plan, column) ?? "");
      if (!meant) continue;
      choices[column.field] = withMeant(own(choices, column.field) ?? {}, meant, column);
      const { was, now } = meant.rule;
      const rule = own(missing, column.field);
      if (was === now || rule !== was) continue;
      if (now === undefined) delete missing[column.field];
      else if (rulesFor(ctx, plan, column).includes(now)) missing[column.field] = now;
    }
    const options = storedOptions({ ...other.options, missing }) as Prisma.InputJsonValue;
    await ctx.db.importFile.update({ where: { id: other.id }, data: { choices, options }, select: { id: true } });
  }
}

/** The answer about telephone numbers without a country code, which is one for all files of an import. */
export async function nationalNumbersOf(ctx: Ctx, importId: string): Promise<NationalNumbers | null> {
  const files = await filesOf(ctx, importId);
  return files.find(({ options }) => options.nationalNumbers !== null)?.options.nationalNumbers ?? null;
}

/** Gives it to all files of an import. */
export async function shareNationalNumbers(ctx: Ctx, importId: string, answer: NationalNumbers | null): Promise<void> {
  for (const { id, options: before } of await filesOf(ctx, importId)) {
    if (before.nationalNumbers === answer) continue;
    const options = storedOptions({ ...before, nationalNumbers: answer }) as Prisma.InputJsonValue;
    await ctx.db.importFile.update({ where: { id }, data: { options }, select: { id: true } });
  }
}

/** The kind of record that a column names, where a name means the same record in every file. */
function sharedEntity(plan: FilePlan, column: PlannedColumn): string | null {
  const { spec, ownRecords, within } = column;
  if (spec.kind === "text") return probableSource(plan, column)?.entity ?? null;
  const isShared = spec.kind === "reference" && ownRecords === null && !within && !referenceTo(spec.to)?.types;
  return isShared ? (spec.to ?? null) : null;
}

function meaningsOf(ctx: Ctx, file: FileRow, before: Decided["before"], creatorId: string): Map<string, Meanings> {
  const meanings = new Map<string, Meanings>();
  const plan = planFile(ctx, file, creatorId);
  for (const column of plan?.columns ?? []) {
    const entity = plan && sharedEntity(plan, column);
    if (entity === null) continue;
    const { field } = column;
    const [was, now] = [own(before.choices, field) ?? {}, own(file.choices, field) ?? {}];
    const keys = [...new Set([...Object.keys(was), ...Object.keys(now)])];
    const changed = keys.filter((key) => JSON.stringify(own(was, key)) !== JSON.stringify(own(now, key)));
    const rule = { was: ruleOf(before, field), now: ruleOf(file, field) };
    if (changed.length === 0 && rule.was === rule.now) continue;
    meanings.set(entity, {
      choices: new Map(changed.map((key) => [key, { was: meaning(own(was, key)), now: meaning(own(now, key)) }])),
      rule,
    });
  }
  return meanings;
}

const ruleOf = ({ options }: Decided["before"], field: string): MissingRule | undefined => {
  const rule = own(options.missing, field);
  return rule === "skip" ? undefined : rule;
};

/** A decision to leave out rows says nothing of the name. */
const meaning = (choice: Choice | undefined) => (choice?.do === "skip" ? undefined : choice);

function withMeant(given: Choices[string], { choices }: Meanings, column: PlannedColumn): Choices[string] {
  const next = { ...given };
  const said = (choice: Choice | undefined) => (column.spec.kind === "text" ? asName(choice) : choice);
  for (const [key, { was, now }] of choices) {
    const choice = said(now);
    if (JSON.stringify(own(given, key)) !== JSON.stringify(said(was))) continue;
    if (choice === undefined) delete next[key];
    else next[key] = choice;
  }
  return next;
}

/** A decision about a name, for the column in which records have their names. */
function asName(choice: Choice | undefined): Choice | undefined {
  if (choice?.do === "use") return { do: "replace", text: choice.label };
  if (choice?.do === "create") return { do: "replace", text: choice.name };
  return choice?.do === "replace" ? choice : undefined;
}
