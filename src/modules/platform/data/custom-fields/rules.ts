import { choiceColors } from "@/lib/fields/choice-colors";
import { type CustomField, type CustomKind, fieldOf } from "@/lib/fields/custom";
import type { FieldKind } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { reordered } from "@/lib/reorder";
import { foldKey, quoteValue } from "@/lib/text";
import { maxOptions, type FieldSettings as Settings } from "./schema";

export interface Problem {
  path: string;
  message: string;
}

/** Names that no custom field may have: those of all objects are values of none. */
const reserved = new Set(["tags", ...Object.getOwnPropertyNames(Object.prototype)]);
const longestKey = 40;

/** The key of a new field: its label in plain letters, with a number where another field had it. */
export function keyFor(label: string, taken: ReadonlySet<string>): string {
  const plain = foldKey(label)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const named = /^[a-z]/.test(plain) ? plain : `field_${plain}`.replace(/_+$/, "");
  const base = named.slice(0, longestKey).replace(/_+$/, "");
  for (let place = 1; ; place += 1) {
    const end = place === 1 ? "" : `_${place}`;
    const key = `${base.slice(0, longestKey - end.length)}${end}`;
    if (!taken.has(key) && !reserved.has(key)) return key;
  }
}

type FieldOption = NonNullable<Settings["options"]>[number];

/** Options with more of these labels; known ones are passed over. */
export function withOptions(options: readonly FieldOption[], labels: readonly string[]): FieldOption[] {
  const all = [...options];
  for (const given of labels) {
    const label = given.trim().slice(0, 80);
    if (label === "" || all.some((one) => foldKey(one.label) === foldKey(label))) continue;
    const value = keyFor(label, new Set(all.map((one) => one.value)));
    all.push({ value, label, color: choiceColors[all.length % choiceColors.length] ?? choiceColors[0] });
  }
  return all;
}

export const uniqueKinds: readonly CustomKind[] = ["text", "number", "url", "email", "phone"];
/** Longer texts are not compared to their end. */
const longestUnique = 400;

/** The limits that a field of each kind can have. */
export const settingsOf: Record<CustomKind, readonly (keyof Settings)[]> = {
  text: ["maxLength"],
  longText: ["maxLength"],
  number: ["min", "max", "decimals"],
  percent: ["min", "max", "decimals"],
  duration: [],
  money: ["max"],
  date: [],
  instant: [],
  boolean: [],
  choice: ["options"],
  choices: ["options"],
  member: [],
  reference: ["to"],
  url: [],
  email: [],
  phone: [],
};

const settingNames: Record<keyof Settings, string> = {
  min: "smallest value",
  max: "largest value",
  decimals: "decimals",
  maxLength: "length",
  to: "object",
  options: "options",
  inForm: "form",
};

type Checked = Pick<CustomField, "kind" | "label" | "required" | "unique" | "initial"> & { settings: Settings };

/** Why a field cannot be as it is described; null where it can. */
export function problemOf(field: Checked): Problem | null {
  return settingsProblem(field) ?? flagsProblem(field) ?? initialProblem(field);
}

function settingsProblem({ kind, settings }: Checked): Problem | null {
  const path = (name: string) => `settings.${name}`;
  for (const name of Object.keys(settings) as (keyof Settings)[])
    if (name !== "inForm" && settings[name] !== undefined && !settingsOf[kind].includes(name))
      return { path: path(name), message: `A field of this kind has no setting for ${settingNames[name]}.` };
  const { min, max, options, to } = settings;
  if (min !== undefined && max !== undefined && min > max)
    return { path: path("max"), message: "The largest value must not be below the smallest." };
  if (kind === "reference" && !to)
    return { path: path("to"), message: "Choose the type of record that the field refers to." };
  return settingsOf[kind].includes("options") ? optionsProblem(options ?? [], "settings.options") : null;
}

type Options = NonNullable<Settings["options"]>;

/** Why these cannot be the options of a choice; null where they can. */
export function optionsProblem(options: Options, path: string): Problem | null {
  if (options.length === 0) return { path, message: "Add at least one option." };
  if (options.length > maxOptions) return { path, message: `A field can have at most ${maxOptions} options.` };
  const labels = new Set<string>();
  const values = new Set<string>();
  for (const { label, value } of options) {
    if (labels.has(foldKey(label))) return { path, message: `The option ${quoteValue(label)} is listed twice.` };
    if (values.has(value)) return { path, message: `Two options have the value ${quoteValue(value)}.` };
    // Values of one cell stand in lines.
    if (value.includes("\n")) return { path, message: `The value ${quoteValue(value)} must be one line.` };
    labels.add(foldKey(label));
    values.add(value);
  }
  return null;
}

function flagsProblem({ kind, required, unique, settings }: Checked): Problem | null {
  if (required && kind === "boolean")
    return { path: "required", message: "A yes-or-no field cannot be required, because an empty value means no." };
  if (unique && !uniqueKinds.includes(kind))
    return { path: "unique", message: "Only text, number, URL, e-mail and phone fields can be unique." };
  if (unique && (settings.maxLength ?? 0) > longestUnique)
    return { path: "unique", message: `A unique text can have at most ${longestUnique} characters.` };
  return null;
}

/** The properties of a field that say nothing about its values. */
export const unrelated = {
  id: "",
  entity: "",
  key: "value",
  help: null,
  section: null,
  position: 0,
  archivedAt: null,
  version: 1,
};

function initialProblem(field: Checked): Problem | null {
  const { initial, unique } = field;
  if (initial === null || initial === undefined) return null;
  if (unique)
    return {
      path: "initial",
      message: "A unique field cannot have a default value, because no two records can have the same value.",
    };
  const built = fieldOf({ ...field, ...unrelated, settings: field.settings as CustomField["settings"] });
  const parsed = rulesOf(built).input(built).safeParse(initial);
  if (!parsed.success)
    return { path: "initial", message: `The default is not valid: ${parsed.error.issues[0]?.message ?? ""}` };
  const archived = (field.settings.options ?? []).find((one) => one.archived && [initial].flat().includes(one.value));
  return archived ? { path: "initial", message: `The option ${quoteValue(archived.label)} is archived.` } : null;
}

/** Days in which a deleted field can be brought back. */
export const undeleteDays = 30;

interface Placed {
  id: string;
  section: string | null;
}

/** Fields under their headings in the order in which those come; fields without a heading stand first. */
export function sectionsOf<F extends Placed>(fields: readonly F[]): { section: string | null; fields: F[] }[] {
  const named = new Set(fields.flatMap(({ section }) => section ?? []));
  return [null, ...named]
    .map((section) => ({ section, fields: fields.filter((field) => field.section === section) }))
    .filter((group) => group.fields.length > 0);
}

/** One step of a field; from the end of a section it goes into the next one. Null where there is no step. */
export function stepped(fields: readonly Placed[], id: string, step: -1 | 1): Placed[] | null {
  const groups = sectionsOf(fields).map((group) => ({ ...group, ids: group.fields.map((field) => field.id) }));
  const at = groups.findIndex(({ ids }) => ids.includes(id));
  const group = groups[at];
  if (!group) return null;
  const place = group.ids.indexOf(id);
  const isInside = place + step >= 0 && place + step < group.ids.length;
  const neighbour = groups[at + step];
  if (!isInside && !neighbour) return null;
  if (isInside) group.ids = reordered(group.ids, place, place + step);
  else {
    group.ids.splice(place, 1);
    if (step < 0) neighbour?.ids.push(id);
    else neighbour?.ids.unshift(id);
  }
  return groups.flatMap(({ section, ids }) => ids.map((one) => ({ id: one, section })));
}

/** The names of kinds, as people know them. */
export const kindLabels: Record<FieldKind, string> = {
  text: "Text",
  longText: "Long text",
  richText: "Formatted text",
  number: "Number",
  percent: "Percentage",
  duration: "Duration",
  money: "Amount of money",
  amounts: "Amounts of money",
  date: "Date",
  instant: "Date and time",
  boolean: "Yes or no",
  choice: "One choice",
  choices: "Several choices",
  member: "Member",
  members: "Members",
  reference: "Record",
  url: "Web address",
  email: "E-mail",
  phone: "Phone",
  domain: "Domain",
  emails: "E-mails",
  phones: "Phones",
  integer: "Whole number",
  address: "Address",
  links: "Links",
};
