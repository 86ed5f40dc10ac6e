import "server-only";
import type { Field, Fields } from "@/lib/fields/field";
import { listedLength, type RichText, type RichTextInput } from "@/lib/rich-text/rich-text";
import type { Ctx } from "../context.ts";
import { invalid } from "../errors.ts";
import { asChecked } from "../fields/rich-text.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";
import { recordsOf } from "./records.ts";

type Input = Readonly<Record<string, unknown>>;

/** Whether a noun has fields of formatted texts; their names. */
export const richTextsIn = (fields: Fields): string[] =>
  Object.entries<Field>(fields).flatMap(([name, { kind }]) => (kind === "richText" ? [name] : []));

/** An input whose formatted texts are checked, and in the form in which they are stored. VALIDATION if one does not fit. */
export async function withCheckedTexts(fields: Fields, input: Input): Promise<Input> {
  const given = richTextsIn(fields).filter((name) => input[name] !== undefined && input[name] !== null);
  if (given.length === 0) return input;
  // The schema of documents is large: a process loads it with the first text.
  const { checkedRichText } = await import("@/lib/rich-text/check");
  const { RichTextProblem } = await import("@/lib/rich-text/limits");
  const values = given.map((name) => {
    try {
      return [name, asChecked(checkedRichText(input[name] as RichTextInput))] as const;
    } catch (error) {
      throw error instanceof RichTextProblem ? invalid(name, error.message) : error;
    }
  });
  return { ...input, ...Object.fromEntries(values) };
}

/** Records of a list with the whole words of their texts, for files; the actor sees these records. */
export async function withWholeTexts(
  ctx: Ctx,
  { noun }: Pick<NounRuntime, "noun">,
  records: readonly AnyRecord[],
): Promise<AnyRecord[]> {
  const names = richTextsIn(noun.fields);
  const textOf = (record: AnyRecord, name: string) => (record as unknown as Record<string, RichText | null>)[name];
  const ids = records.flatMap((one) =>
    names.some((name) => (textOf(one, name)?.text.length ?? 0) >= listedLength) ? [one.id] : [],
  );
  if (ids.length === 0) return [...records];
  const select = Object.fromEntries(["id", ...names].map((name) => [name, true]));
  const rows = await recordsOf(ctx, noun.entity).findMany({ where: { id: { in: ids } }, select });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return records.map((record) => {
    const row = byId.get(record.id);
    const whole = names.flatMap((name) => {
      const value = textOf(record, name);
      return row && value ? [[name, { ...value, text: String(row[name] ?? "") }]] : [];
    });
    return { ...record, ...Object.fromEntries(whole) };
  });
}
