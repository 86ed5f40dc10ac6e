import { distance } from "fastest-levenshtein";
import { type CellKind, guessKind } from "./coerce/guess-kind";
import { foldKey } from "./text";

export interface ColumnField {
  key: string;
  label: string;
  /** Other names of this field in files. */
  synonyms?: readonly string[];
  kind: CellKind;
  /** It refers to a record of this object, which a file may do by id too. */
  names?: string;
  /** A column may fill it for several objects of its row: the currency of amounts. A reference always may. */
  shared?: boolean;
  /** Several columns may fill it: "Phone 2" and "Phone 3" after "Phone". */
  several?: boolean;
  /** For a field with few values: whether a text is one of them. */
  takes?: (text: string) => boolean;
  /** Nothing but its whole name means it: "Source" says nothing of ids. */
  exactly?: boolean;
  /**
   * Misspelt values of such a field are not corrected: they mean another column. Of `unlessNamed` one fitting value is
   * enough, and a column with the field's own name needs none.
   */
  takesOnly?: boolean | "unlessNamed";
}

export interface ColumnMatch {
  /** Position of the column in the file, from 0. */
  column: number;
  header: string;
  /** Key of the suggested field, null when none fits. */
  field: string | null;
  /** Confidence of the suggestion by the name, 0 to 1; 1 is the field's own name with fitting values, 0 is by values alone. */
  score: number;
}

const SURE_ENOUGH = 0.5;
/** A numbered column has the name of its field but for the number. */
const NUMBERED = 0.9;
/** Without a column of names, a column of ids identifies the record. */
const ID_SCORE = 0.8;

/** The facts about a column that matching uses. */
export interface SeenColumn {
  header: string;
  kind: CellKind;
  /** Its distinct texts. */
  values: readonly string[];
  /** Another object that its header begins with: only a field that refers to that one, or has this very name, fits. */
  says?: string;
  /** Its header begins with the name of the object itself: "Company phone" of an account. */
  saysOwn?: boolean;
  /** Another object of the same rows holds its value: only what several objects may share fits. */
  heldBy?: string;
}

/** The kinds of a file's columns, by some of its rows. A column with a few wrong cells is of the kind of the others. */
export function seeColumns(headers: readonly string[], rows: readonly (readonly string[])[]): SeenColumn[] {
  return headers.map((header, column) => {
    const samples = rows.map((row) => row[column] ?? "");
    const values = [...new Set(samples)].filter((sample) => sample.trim() !== "");
    return { header, kind: guessKind(samples, 0.6).kind, values };
  });
}

/**
 * Suggests a field for each column by its name and values. A field is suggested once, for the column that fits best.
 */
export function matchColumns(columns: readonly SeenColumn[], fields: readonly ColumnField[]): ColumnMatch[] {
  const prefix = commonPrefix(columns).length;
  const known = fields.map(namesOf);
  const referring = new Set(fields.flatMap(({ names, label }) => (names ? spelled(label).tight : [])));
  // A list of people without fields for the parts takes one of them as the name.
  const takesParts = fields.some(({ kind }) => kind === "email") && !known.some(({ sayPartOfName }) => sayPartOfName);
  const pairs = columns.flatMap((seen, column) => {
    const own = seen.header.slice(prefix).trim();
    const header = { ...headerOf(own, seen.saysOwn), refers: spelled(own).list.some((word) => referring.has(word)) };
    const isPart = !takesParts && saysPartOfName(own);
    return known.map((names) => {
      const { field } = names;
      const fits = !(isPart && !names.sayPartOfName) && !isOfOther(seen, header, names);
      const score = fits ? scoreOf(seen, header, names) : 0;
      return { column, field: field.key, isExact: exactness(header.words, names, seen.saysOwn), score };
    });
  });
  const matches = columns.map(({ header }, column): ColumnMatch => ({ column, header, field: null, score: 0 }));
  const taken = new Set<string>();
  // Of two that fit alike, the one with the field's own name: a synonym says less.
  const ranked = pairs.toSorted((a, b) => b.score - a.score || b.isExact - a.isExact);
  for (const { column, field, score } of ranked) {
    const match = matches[column];
    if (!match || match.field !== null || taken.has(field) || score < SURE_ENOUGH) continue;
    taken.add(field);
    Object.assign(match, { field, score });
  }
  for (const match of matches)
    if (match.field === null) Object.assign(match, furtherOf(columns[match.column], prefix, known));
  // Whatever it is called, a single column of amounts has the only field of amounts that is left.
  const isLeft = ({ column, field }: ColumnMatch) => field === null && !columns[column]?.heldBy;
  const [one, ...others] = matches.filter((match) => isLeft(match) && holdsAmounts(columns[match.column]));
  const [field, ...more] = fields.filter(({ key, kind }) => kind === "money" && !taken.has(key));
  if (one && field && others.length + more.length === 0) one.field = field.key;
  return matches;
}

/** The field that a numbered column is a further one of: "E-mail 2 - Value" of the one that takes "E-mail 1 - Value". */
function furtherOf(seen: SeenColumn | undefined, prefix: number, known: readonly KnownField[]): Partial<ColumnMatch> {
  if (!seen || seen.says !== undefined || seen.heldBy !== undefined) return {};
  const header = headerOf(seen.header.slice(prefix).trim(), seen.saysOwn).words.map(unnumbered);
  const isNamed = ({ names }: KnownField) =>
    names.some((name) => header.some(({ tight }) => tight === unnumbered(name).tight));
  const found = known.find((one) => one.field.several && isNamed(one) && fitOf(seen, one.field, true) > 0);
  return found ? { field: found.field.key, score: NUMBERED } : {};
}

const unnumbered = ({ list }: Words): Words => joined(list.filter((word) => !/^\d{1,2}$/.test(word)));

/** A field with its names as they are compared. */
interface KnownField {
  field: ColumnField;
  label: string;
  names: readonly Words[];
  /** Names of a column of ids of the record that it refers to. */
  ids: readonly Words[];
  sayPartOfName: boolean;
}

function namesOf(field: ColumnField): KnownField {
  const texts = [field.key, field.label, ...(field.synonyms ?? [])];
  return {
    field,
    label: spelled(field.label).tight,
    names: texts.map(spelled),
    ids: field.names ? texts.map((text) => spelled(`${text} id`)) : [],
    sayPartOfName: texts.some((text) => PART_OF_NAME.test(text)),
  };
}

/** A column of another object, such as "Deal name" beside people. */
function isOfOther({ says, heldBy }: SeenColumn, { words }: Header, { field, names }: KnownField) {
  if (heldBy !== undefined && field.names === undefined && !field.shared) return true;
  if (says === undefined || field.names === says) return false;
  return !names.some((name) => words.some((one) => nameScore(one, name) === 1));
}

/** The words of a header; where it names the object itself, without that name too. */
interface Header {
  words: readonly Words[];
  /** It names a record that a field refers to: "Owner role" is nothing of the record itself. */
  refers: boolean;
}

function headerOf(text: string, saysOwn = false): Pick<Header, "words"> {
  const whole = spelled(text);
  return { words: saysOwn ? [whole, joined(whole.list.slice(1))] : [whole] };
}

/** Words of a header that say how it names a record. */
const naming = new Set(["name", "full", "email", "mail", "e"]);
/** A header with another word than the name of a reference means something of that record, or another record. */
const REFERS = 0.6;

function nameOf({ words, refers }: Header, { field, names, ids }: KnownField): number {
  const best = Math.max(...words.flatMap((one) => names.map((name) => nameScore(one, name))));
  if (best === 1) return 1;
  if (field.names === undefined) return refers ? 0 : best;
  const plain = words.map(({ list }) => joined(list.filter((word) => !naming.has(word))));
  const found = Math.max(best, ...plain.flatMap((one) => names.map((name) => nameScore(one, name))));
  const isId = words.some((one) => ids.some((id) => nameScore(one, id) > ID_SCORE));
  return Math.max(found < REFERS ? 0 : found, isId ? ID_SCORE : 0);
}

const LABEL = 2;

/** How much of a header is the label of a field: "Contact owner" of a contact is more than "Owner", and that than a synonym. */
function exactness(words: readonly Words[], { label }: KnownField, saysOwn = false): number {
  const [whole, own] = words.map(({ tight }) => tight === label);
  if (own) return LABEL + 1;
  if (whole) return LABEL;
  return saysOwn ? 1 : 0;
}

const PART_OF_NAME =
  /\b((first|last|middle|given|family|sur|nick|fore|vor|nach|pr[eé])[\s_-]?(name|nom)s?|name[\s_-]?(prefix|suffix))\b/i;

/** A column of first names says nothing of a record that is no person. */
const saysPartOfName = (header: string) => PART_OF_NAME.test(header.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"));

const THOUSANDS = /^[-(]?\d{1,3}(?:([.,'’ \u00a0\u202f])\d{3})+(?:[.,]\d{1,2})?\)?$/;

/** Amounts have a currency's sign or code beside them, or their thousands apart. */
function holdsAmounts(column: SeenColumn | undefined): boolean {
  if (!column || !NUMBERS.includes(column.kind)) return false;
  const apart = column.values.filter((value) => THOUSANDS.test(value.trim()));
  return column.kind === "money" || apart.length * 2 > column.values.length;
}

const PREFIX = /^.{2,40}?(?: - |: ?)(?=\S)/;

/** The common beginning of all headers before a dash or colon, such as "Deal - "; empty if one column lacks it. */
export function commonPrefix(columns: readonly Pick<SeenColumn, "header">[]): string {
  const [first] = columns;
  const prefix = PREFIX.exec(first?.header ?? "")?.[0] ?? "";
  return columns.length > 2 && columns.every(({ header }) => header.startsWith(prefix)) ? prefix : "";
}

// The name counts; values of another kind count against the field, and values of a rare kind count for it.
function scoreOf(seen: SeenColumn, header: Header, known: KnownField): number {
  const { field } = known;
  const { kind } = seen;
  const name = nameOf(header, known);
  if (field.exactly && name < 1) return 0;
  const telling = kind === "email" || kind === "url" ? 0.35 : 0;
  // Too little with the best of values, as in most pairs: those are not read.
  if (name + telling < SURE_ENOUGH) return 0;
  // "Next activity date" is no line of text about the next activity.
  if (kind === "date" && field.kind === "text" && name < 1) return name * 0.45;
  const fit = fitOf(seen, field, exactness(header.words, known) >= LABEL);
  if (fit === 0) return name * 0.45;
  return Math.min(1, name * (0.9 + 0.1 * fit) + (fit === 1 ? telling : 0));
}

function fitOf(seen: SeenColumn, field: ColumnField, isNamed: boolean): number {
  const { takes, takesOnly } = field;
  if (!takes) return kindFit(seen, field);
  if (takesOnly !== "unlessNamed") return takenFit(seen.values, takes, takesOnly);
  return isNamed || seen.values.length === 0 || seen.values.some(takes) ? kindFit(seen, field) : 0;
}

// A column that also has another field's name goes to the field that its values fit.
function takenFit(values: readonly string[], takes: (text: string) => boolean, only = false): number {
  const taken = values.filter(takes).length;
  if (taken > 0 && taken * 2 > values.length) return 1;
  return only && taken < values.length ? 0 : 0.5;
}

const NUMBERS: readonly CellKind[] = ["integer", "decimal", "money"];

// 1: exactly this kind, 0.5: readable as it, 0: not readable.
function kindFit({ kind, values }: SeenColumn, { kind: wanted, names }: ColumnField): number {
  // No record is called Yes, 1 or 2024-03-01.
  if (names && (kind === "boolean" || kind === "date" || (values.length > 0 && values.every(isBit)))) return 0;
  if (kind === wanted) return 1;
  if (kind === "empty" || wanted === "text") return 0.5;
  if (NUMBERS.includes(kind) && NUMBERS.includes(wanted)) return wanted === "integer" ? 0.5 : 1;
  // Spreadsheets count days, and the time of day as a fraction.
  if (wanted === "date") return (kind === "integer" || kind === "decimal") && values.some(isDayNumber) ? 0.5 : 0;
  return kind === "integer" && wanted === "boolean" ? 0.5 : 0;
}

const isBit = (value: string) => value.trim() === "0" || value.trim() === "1";
const isDayNumber = (value: string) => /^\s*\d{5,8}(?!\d)/.test(value);

/** The words of a name, and all in one. */
interface Words {
  list: readonly string[];
  tight: string;
}

const joined = (list: readonly string[]): Words => ({ list, tight: list.join("") });
const spelled = (name: string): Words => joined(wordsOf(name));

function nameScore({ list: one, tight }: Words, { list: other, tight: otherTight }: Words): number {
  if (tight === "" || otherTight === "") return 0;
  if (tight === otherTight) return 1;
  // "Phone 2" and "Street Address 2" are further ones, which only a field that is called so takes.
  if (one.find(isFurther) !== other.find(isFurther)) return 0;
  if (placeIn(one) !== placeIn(other) && placeIn(one) !== null && placeIn(other) !== null) return 0;
  const shared = one.filter((word) => other.includes(word)).length;
  const overlap = shared === 0 ? 0 : shared / new Set([...one, ...other]).size;
  const length = Math.max(tight.length, otherTight.length);
  // Lengths that differ by more than the edits that count as a misspelling need no comparison.
  const isNear = length >= 4 && Math.abs(tight.length - otherTight.length) <= length * 0.2;
  const spelling = isNear ? 1 - distance(tight, otherTight) / length : 0;
  return Math.max(0.9 * overlap + (shared > 0 ? 0.1 : 0), spelling > 0.8 ? spelling * 0.95 : 0);
}

// "Last activity" and "Next activity" are two things, as first and last names are.
const places = ["first", "last", "next"] as const;
const placeIn = (words: readonly string[]) => places.find((place) => words.includes(place)) ?? null;

const isFurther = (word: string) => /^[2-9]$/.test(word);

// close_date, closeDate and “Close date (UTC)” are the same words; plurals count as singular.
function wordsOf(name: string): string[] {
  const spaced = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/\([^)]*\)/g, " ");
  const words =
    foldKey(spaced)
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (word === "ids" || (word.length > 3 && /[^s]s$/.test(word)) ? word.slice(0, -1) : word));
}

/** The other column of the types of the values in a column: "E-mail 1 - Label" for "E-mail 1 - Value"; null for none. */
export function typeColumnOf(headers: readonly string[], column: number): number | null {
  const list = spelled(headers[column] ?? "").list.filter((word) => word !== "value");
  const wanted = ["type", "label", "typ"].map((word) => joined([...list, word]).tight);
  const found = headers.findIndex((header, other) => other !== column && wanted.includes(spelled(header).tight));
  return list.length === 0 || found < 0 ? null : found;
}

/** The other column of the ids of the records that a column names: "Associated Contact IDs" for "Associated Contact". */
export function idColumnOf(headers: readonly string[], column: number): number | null {
  const { list, tight } = spelled(headers[column] ?? "");
  // "Account Name" has its ids in "Account ID": the word "name" does not count.
  const ids = [`${tight}id`, `${joined(list.filter((word) => word !== "name")).tight}id`];
  const found = headers.findIndex((header, other) => other !== column && ids.includes(spelled(header).tight));
  return ids.includes("id") || found < 0 ? null : found;
}
