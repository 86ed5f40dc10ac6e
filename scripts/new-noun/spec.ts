import { type FieldKind, fieldKinds } from "@/lib/fields/field";
import { nouns } from "@/lib/nouns/all";

/** A reason why no noun is made; nothing was written. */
export class Refused extends Error {}

/** One field as it was asked for. */
export interface FieldSpec {
  name: string;
  kind: FieldKind;
  required: boolean;
  /** The values of a choice or of choices; the entities that links lead to. */
  values: string[];
  /** The entity that a reference points to. */
  to: string | null;
}

/** The modules that have nouns, each after those that it builds on. */
export const nounModules = ["crm", "pmo"] as const;

/** A noun as it was asked for, with its names in every form. */
export interface NounSpec {
  module: (typeof nounModules)[number];
  /** "cost-centers" */
  path: string;
  /** "cost center", "cost centers" */
  one: string;
  many: string;
  /** "costCenter" */
  entity: string;
  /** "CostCenter" */
  model: string;
  /** "cost_centers" */
  table: string;
  /** "costCenters" */
  plural: string;
  owned: boolean;
  /** Its records are a list in the settings, with an order and colours. */
  settings: boolean;
  /** Its records have no name: their title follows from these fields. */
  titledBy: string[];
  fields: FieldSpec[];
}

const usage = `Usage: npm run new:noun -- crm/widgets "name:text! price:money kind:choice(a,b) account:account owner:member"
  "!" after a kind: never empty. The singular is guessed from the plural; say it with --one where it is irregular.
  With --settings its records are a list in the settings, with an order and colours.`;

/** Kinds whose fields lists are sorted by; the model has an index for each such field. */
export const sortableKinds: readonly FieldKind[] = [
  "integer",
  "number",
  "percent",
  "duration",
  "money",
  "date",
  "instant",
];

/** The kinds of fields that the command makes; sums of other records need triggers of their own. */
export const madeKinds = fieldKinds.filter((kind) => kind !== "amounts");

/** Kinds whose values have parts: such a field may always be empty. */
export const neverNeeded: readonly FieldKind[] = ["address", "emails", "phones", "links"];

/** The columns of every record: no field can have such a name. */
const taken = [
  "id",
  "tenant",
  "tenantId",
  "importId",
  "custom",
  "customKeys",
  "customShape",
  "tags",
  "archivedAt",
  "createdAt",
  "updatedAt",
  "version",
  "mayEdit",
  "nameKey",
];

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (path: string) => path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** "widgets" is many of "widget"; null where no rule says so. */
export function singularOf(plural: string): string | null {
  if (/ies$/.test(plural)) return plural.replace(/ies$/, "y");
  if (/(s|x|z|ch|sh)es$/.test(plural)) return plural.replace(/es$/, "");
  return /[^s]s$/.test(plural) ? plural.slice(0, -1) : null;
}

export interface SpecOptions {
  /** The singular, where no rule says it. */
  one?: string | undefined;
  /** A list in the settings. */
  settings?: boolean | undefined;
}

/** Reads what was asked for; throws `Refused` with a sentence that says what to do. */
export function readSpec(args: readonly string[], { one, settings = false }: SpecOptions = {}): NounSpec {
  const [place = "", fields = "", ...more] = args;
  const [under, path, ...deeper] = place.split("/");
  if (!path || !fields || more.length > 0 || deeper.length > 0) throw new Refused(usage);
  const module = nounModules.find((one) => one === under);
  if (!module) throw new Refused(`There is no module ${under}. Modules with nouns: ${nounModules.join(", ")}.`);
  if (!/^[a-z]+(-[a-z]+)*$/.test(path))
    throw new Refused(`${path} is no name for a noun. Use small letters with hyphens: cost-centers.`);
  const singular = one ?? singularOf(path);
  if (!singular || singular === path)
    throw new Refused(`What is one of ${path}? Say it: npm run new:noun -- --one person crm/people "…"`);
  const entity = camel(singular);
  const read = readFields(fields, entity);
  if (settings && (read[0]?.name !== "name" || read.some(({ name }) => ["color", "position", "owner"].includes(name))))
    throw new Refused(
      'A list in the settings begins with "name:text!", has a color and a position of its own, and nobody owns its records.',
    );
  return {
    module,
    path,
    one: singular.replaceAll("-", " "),
    many: path.replaceAll("-", " "),
    entity,
    model: capital(entity),
    table: path.replaceAll("-", "_"),
    plural: camel(path),
    settings,
    owned: read.some(({ name, kind }) => name === "owner" && kind === "member"),
    titledBy: read[0]?.name === "name" ? [] : titleFields(read),
    fields: read,
  };
}

function readFields(text: string, entity: string): FieldSpec[] {
  const fields = text
    .trim()
    .split(/\s+/)
    .map((field) => readField(field, entity));
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice) throw new Refused(`${twice} is there twice.`);
  const columns = [...taken, ...fields.flatMap(({ name, kind }) => [name, ...columnsBeside(name, kind)])];
  const clash = columns.find((column, place) => columns.indexOf(column) !== place);
  if (clash) throw new Refused(`Two fields would be stored in ${clash}. Choose another name for one of them.`);
  const named = fields.find(({ name }) => name === "name");
  if (named && (named !== fields[0] || named.kind !== "text" || !named.required))
    throw new Refused('A name comes first and is never empty. Begin with "name:text!", or leave the name out.');
  if (!named && titleFields(fields).length === 0)
    throw new Refused(
      'A record without a name has a title from its fields. Add a text, a date or a number, or begin with "name:text!".',
    );
  return fields;
}

/** Kinds whose values make a title. */
const titleKinds: readonly FieldKind[] = [
  "text",
  "longText",
  "date",
  "integer",
  "number",
  "email",
  "phone",
  "url",
  "domain",
];
const titleFields = (fields: readonly FieldSpec[]): string[] =>
  fields
    .filter(({ kind }) => titleKinds.includes(kind))
    .slice(0, 2)
    .map(({ name }) => name);

/** The columns of a field that are not called as it is. */
function columnsBeside(name: string, kind: FieldKind): string[] {
  if (kind === "money") return [`${name}Minor`, `${name}Currency`];
  if (kind === "richText") return [`${name}Doc`];
  return kind === "reference" || kind === "member" ? [`${name}Id`] : [];
}

function readField(text: string, entity: string): FieldSpec {
  const [, name = "", word = "", list, needed] = /^(\w+):(\w+)(?:\(([\w,]+)\))?(!)?$/.exec(text) ?? [];
  if (!name) throw new Refused(`${text} is no field. Write "name:kind", as in price:money.`);
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) throw new Refused(`${name} is no name for a field. Write it as in closeDate.`);
  if (taken.includes(name)) throw new Refused(`Each record has ${name} already. Choose another name.`);
  const known = madeKinds.find((one) => one === word);
  // A reference to its own noun makes a tree.
  const to = Object.hasOwn(nouns, word) || (word === entity && !known) ? word : null;
  const kind = to ? "reference" : known;
  if (kind === undefined || word === "reference") {
    const all = [...madeKinds.filter((one) => one !== "reference"), ...Object.keys(nouns)];
    throw new Refused(`${word} is neither a kind of field nor a noun. Known: ${all.join(", ")}.`);
  }
  const values = list?.split(",").filter(Boolean) ?? [];
  const chooses = kind === "choice" || kind === "choices";
  if (chooses && values.length < 2)
    throw new Refused(`${name} chooses among nothing. Give its values: ${name}:${kind}(a,b).`);
  const again = values.find((value, place) => values.indexOf(value) !== place);
  if (again) throw new Refused(`${name} has the value ${again} twice.`);
  if (kind === "links" && (values.length === 0 || values.some((value) => !Object.hasOwn(nouns, value))))
    throw new Refused(`${name} links to records. Name their nouns: ${name}:links(account,contact).`);
  if (!chooses && kind !== "links" && list !== undefined)
    throw new Refused(`${name} takes no list of values: it is no choice.`);
  if (neverNeeded.includes(kind) && needed)
    throw new Refused(`${name} is of the kind ${kind}, and any of those may be empty: leave the "!" out.`);
  if (to === entity && needed)
    throw new Refused(`${name} points to records of its own noun, and the first one has none: leave the "!" out.`);
  return { name, kind, required: needed === "!", values, to };
}
