import { z } from "zod";
import { choiceColors } from "@/lib/fields/choice-colors";
import { customKinds } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import { id, instant, shortText, version } from "@/lib/zod";

/** The most fields that one object may have, archived ones included, and the most options of a choice. */
export const maxFields = 200;
export const maxOptions = 500;

const entity = z.enum(nounEntities);
const kind = z.enum(customKinds);
const help = z.string().trim().max(300).nullable();
const section = z.string().trim().max(60).nullable();

export const fieldOption = z
  .object({
    /** Kept by records; it follows from the label when the option is made and never changes. */
    value: z.string().min(1).max(60),
    label: z.string().trim().min(1).max(80),
    color: z.enum(choiceColors).optional(),
    archived: z.literal(true).optional(),
  })
  .meta({ id: "CustomFieldOption" });

export const fieldSettings = z
  .object({
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.int().min(0).max(6).optional(),
    maxLength: z.int().min(1).max(10_000).optional(),
    to: entity.optional(),
    options: z.array(fieldOption).max(maxOptions, `A field can have at most ${maxOptions} options.`).optional(),
    inForm: z.boolean().optional(),
  })
  .meta({ id: "CustomFieldSettings" });
export type FieldSettings = z.infer<typeof fieldSettings>;

export const customField = z
  .object({
    id,
    entity,
    key: z.string(),
    kind,
    label: z.string(),
    help: z.string().nullable(),
    section: z.string().nullable(),
    position: z.int(),
    required: z.boolean(),
    unique: z.boolean(),
    initial: z.unknown(),
    settings: fieldSettings,
    archivedAt: instant.nullable(),
    /** Deleted fields can be brought back until 30 days later. */
    deletedAt: instant.nullable(),
    version,
  })
  .meta({ id: "CustomField" });
export type CustomFieldRow = z.infer<typeof customField>;
export const customFieldList = z.array(customField);

export const listCustomFieldsInput = z.object({ entity: entity.optional(), deleted: z.boolean().optional() });
export const createCustomFieldInput = z.object({
  entity,
  kind,
  label: shortText,
  help: help.optional(),
  section: section.optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  initial: z.unknown().optional(),
  settings: fieldSettings.optional(),
});
export const updateCustomFieldInput = z.object({
  id,
  version,
  label: shortText.optional(),
  help: help.optional(),
  section: section.optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  initial: z.unknown().optional(),
  settings: fieldSettings.optional(),
});
/** The order of all fields of an object, with the section in which each stands. */
export const orderCustomFieldsInput = z.object({
  entity,
  order: z.array(z.object({ id, section })).max(maxFields),
});
export const customFieldIdInput = z.object({ id });
export const customFieldVersionInput = z.object({ id, version });

/** The number of records that have a value, and other things that use the field. */
export const customFieldUsage = z.object({
  records: z.int(),
  /** The values of each option; only of choices. */
  options: z.array(z.object({ value: z.string(), records: z.int() })),
  /** Imports whose files fill it, by name. */
  imports: z.array(z.object({ id, name: z.string() })),
});

export const conversionInput = z.object({ id, kind, settings: fieldSettings.optional() });
/** How the values of a field would become those of another kind. */
export const conversion = z.object({
  total: z.int(),
  converts: z.int(),
  /** False where there are too many values to count all. */
  complete: z.boolean(),
  /** Before and after. */
  examples: z.array(z.object({ before: z.string(), after: z.string() })).max(5),
  /** Values that stay behind as text in the old field, which is archived then. */
  stays: z.array(z.object({ value: z.string(), records: z.int() })).max(20),
  /** The new options where the new kind is a choice: they are made from the values. */
  options: z.array(fieldOption),
});
export const convertCustomFieldInput = z.object({ id, version, kind, settings: fieldSettings.optional() });
