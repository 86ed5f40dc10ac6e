import { z } from "zod";
import { customKinds } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import { money, shortText } from "@/lib/zod";
import type { CustomFieldRow } from "../client";
import { settingsOf } from "../rules";
import { type FieldSettings, fieldSettings } from "../schema";
import { withLines } from "./options-field";

const limits = fieldSettings.shape;
/** The form of a field: its limits are empty where it has none. */
export const fieldValues = z.object({
  kind: z.enum(customKinds),
  label: shortText,
  help: z.string().trim().max(300, "A help text can have at most 300 characters.").nullable(),
  section: z.string().trim().max(60, "The name of a section can have at most 60 characters.").nullable(),
  required: z.boolean(),
  unique: z.boolean(),
  initial: z.unknown(),
  /** Options that are typed and not yet added. */
  adding: z.string(),
  settings: z.object({
    min: limits.min.nullable(),
    max: limits.max.or(money).nullable(),
    decimals: limits.decimals.nullable(),
    maxLength: limits.maxLength.nullable(),
    to: z.enum(nounEntities).nullable(),
    options: z.array(limits.options.unwrap().element),
    inForm: z.boolean(),
  }),
});
export type FieldValues = z.input<typeof fieldValues>;

/** The form's values of a field that exists, or of a new one. */
export function startOf(field: CustomFieldRow | undefined, section: string | null, currency: string): FieldValues {
  const { min, max, decimals, maxLength, to, options, inForm } = field?.settings ?? {};
  return {
    kind: field?.kind ?? "text",
    label: field?.label ?? "",
    help: field?.help ?? null,
    section,
    required: field?.required ?? false,
    unique: field?.unique ?? false,
    initial: field?.initial ?? null,
    adding: "",
    settings: {
      min: min ?? null,
      max: field?.kind === "money" && max !== undefined ? { amount: max, currency } : (max ?? null),
      decimals: decimals ?? null,
      maxLength: maxLength ?? null,
      to: to ?? null,
      options: options ?? [],
      inForm: inForm ?? true,
    },
  };
}

/** The settings that a field of this kind has, where they are given. */
export function settingsFrom({ kind, settings, adding }: z.output<typeof fieldValues>): FieldSettings {
  const { max, options, inForm, ...others } = settings;
  const all = {
    ...others,
    max: typeof max === "object" ? max?.amount : max,
    options: withLines(options, adding),
  };
  const own = settingsOf[kind].flatMap((name) => {
    const value = name === "inForm" ? null : all[name];
    return value === null || value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(own), ...(inForm ? {} : { inForm }) };
}
