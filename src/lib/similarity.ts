import { distance } from "fastest-levenshtein";
import { counted, plainLocale } from "@/lib/counted";
import { withoutLegalForm } from "./legal-forms";
import { foldKey } from "./text";

export interface NearMatch {
  candidate: string;
  /** Number of edits between the two, without spaces and punctuation; 0 when only those, case or accents differ. */
  distance: number;
  /** The difference, as part of a sentence: “differs by one space”. */
  why: string;
}

interface Form {
  text: string;
  /** Folded, without accents. */
  plain: string;
  /** Letters and digits only. */
  tight: string;
  words: string[];
  /** Without a number before it, a legal form after it, and parentheses. */
  core: string;
  digits: string;
  /** One bit for each character that occurs, by its code modulo 32. */
  signs: number;
}

/**
 * Finds candidates for a misspelt value. Built once for many look-ups: 1,000 values against 20,000 candidates take a
 * second or two.
 */
export class NearMatcher {
  readonly #byTight = new Map<string, Form[]>();
  readonly #byWords = new Map<string, Form[]>();
  readonly #byCore = new Map<string, Form[]>();
  readonly #byLength = new Map<number, Form[]>();

  constructor(candidates: Iterable<string>) {
    for (const candidate of new Set(candidates)) {
      const form = formOf(candidate);
      if (form.tight === "") continue;
      put(this.#byTight, form.tight, form);
      put(this.#byLength, form.tight.length, form);
      put(this.#byCore, form.core, form);
      if (form.words.length > 1) put(this.#byWords, sorted(form.words), form);
    }
  }

  /** The nearest candidates, best first, none when nothing is near. A candidate equal to the value is not a match. */
  near(text: string, { limit = 3 }: { limit?: number } = {}): NearMatch[] {
    const form = formOf(text);
    const found = new Map<string, NearMatch>();
    for (const other of this.#byTight.get(form.tight) ?? []) {
      if (other.text !== text)
        found.set(other.text, { candidate: other.text, distance: 0, why: looseDifference(form, other) });
    }
    for (const other of form.words.length > 1 ? (this.#byWords.get(sorted(form.words)) ?? []) : []) {
      if (other.tight !== form.tight) {
        found.set(other.text, { candidate: other.text, distance: 1, why: "has the same words in another order" });
      }
    }
    for (const other of this.#byCore.get(form.core) ?? []) {
      if (other.tight !== form.tight && !found.has(other.text))
        found.set(other.text, { candidate: other.text, distance: 1, why: "has more or fewer words around its name" });
    }
    for (const match of this.#byEdits(form)) if (!found.has(match.candidate)) found.set(match.candidate, match);
    return [...found.values()]
      .sort((a, b) => a.distance - b.distance || compare(a.candidate, b.candidate))
      .slice(0, limit);
  }

  *#byEdits(form: Form): Generator<NearMatch> {
    const reach = allowedEdits(form.tight.length + 4);
    for (let length = form.tight.length - reach; length <= form.tight.length + reach; length += 1) {
      for (const other of this.#byLength.get(length) ?? []) {
        // Each edit changes the set of characters by at most two: this rules out most pairs.
        if (other.tight === form.tight || bitCount(form.signs ^ other.signs) > 2 * reach) continue;
        const edits = editsBetween(form, other);
        if (edits !== null) yield { candidate: other.text, distance: edits.count, why: edits.why };
      }
    }
  }
}

/** The candidates nearest to a value, best first; for many values build a `NearMatcher` once. */
export function nearMatches(
  value: string,
  candidates: Iterable<string>,
  options: { limit?: number } = {},
): NearMatch[] {
  return new NearMatcher(candidates).near(value, options);
}

// Short words that differ by a letter mean different things; long ones are misspelt in several places.
function allowedEdits(length: number): number {
  if (length < 5) return 0;
  if (length < 9) return 1;
  if (length < 14) return 2;
  return length < 20 ? 3 : 4;
}

// Digits distinguish similar names (Model 3, Model 4): they have to match.
function editsBetween(one: Form, other: Form): { count: number; why: string } | null {
  if (one.digits !== other.digits) return null;
  const whole = editsOf(one.tight, other.tight);
  // The first letter is rarely wrong, especially in a short name or besides other mistakes.
  const strict = one.tight.length < 8 || whole.count > 1;
  if (strict && one.tight[0] !== other.tight[0] && !whole.swapped) return null;
  if (whole.count > allowedEdits(Math.max(one.tight.length, other.tight.length)) && !shortSwap(one, other, whole))
    return null;
  if (one.words.length === other.words.length && one.words.length > 1) {
    // A word that differs must be a misspelling by itself: North America is not South America.
    for (const [index, word] of one.words.entries()) {
      const counterpart = other.words[index] ?? "";
      const edits = editsOf(word, counterpart);
      const allowed = allowedEdits(Math.max(word.length, counterpart.length));
      if (edits.count > allowed && !(edits.swapped && word.length === 4)) return null;
    }
  }
  return { count: whole.count, why: spellingDifference(one, other, whole) };
}

function shortSwap(one: Form, other: Form, edits: { swapped: boolean }): boolean {
  return edits.swapped && one.tight.length === 4 && one.tight[0] === other.tight[0];
}

function editsOf(one: string, other: string): { count: number; swapped: boolean } {
  return areSwapped(one, other) ? { count: 1, swapped: true } : { count: distance(one, other), swapped: false };
}

/** The letters that differ, where nothing else does: spaces, punctuation and accents are no letters. */
function spellingDifference(one: Form, other: Form, { count, swapped }: ReturnType<typeof editsOf>): string {
  const [key, otherKey] = [foldKey(one.text), foldKey(other.text)];
  const isLonger = key.length - otherKey.length;
  const isOnlyLetters = isLonger === one.tight.length - other.tight.length;
  if (swapped && areSwapped(key, otherKey)) return "has two letters swapped";
  if (swapped || !isOnlyLetters || distance(key, otherKey) !== count) return "has a similar spelling";
  return count === 1
    ? "differs by one letter"
    : `differs by ${counted(count, { one: "letter", many: "letters" }, plainLocale)}`;
}

function areSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  return (
    start + 1 < one.length &&
    one[start] === other[start + 1] &&
    one[start + 1] === other[start] &&
    one.slice(start + 2) === other.slice(start + 2)
  );
}

function looseDifference(one: Form, other: Form): string {
  const [key, otherKey] = [foldKey(one.text), foldKey(other.text)];
  if (key === otherKey) return "differs in capital letters or spaces";
  if (key.replaceAll(" ", "") === otherKey.replaceAll(" ", "")) return `differs by ${spaces(distance(key, otherKey))}`;
  return one.plain === other.plain ? "differs in accents" : "differs in punctuation or spaces";
}

function spaces(count: number): string {
  return count === 1 ? "one space" : counted(count, { one: "space", many: "spaces" }, plainLocale);
}

function formOf(text: string): Form {
  const plain = foldKey(
    foldKey(text)
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, ""),
  );
  const words = plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const tight = words.join("");
  const core = coreOf(plain) || tight;
  let signs = 0;
  for (let index = 0; index < tight.length; index += 1) signs |= 1 << (tight.charCodeAt(index) & 31);
  return { text, plain, tight, words, core, digits: tight.replace(/\P{N}+/gu, " ").trim(), signs };
}

/** "1 - Lead", "Lead (Sales)" and "Lead" share one core, as do "Acme, Inc." and "Acme". */
function coreOf(plain: string): string {
  const bare = plain.replace(/^\d{1,2}(?:\s*[-.:)]\s*|\s+)(?=\D)/, "").replace(/\s*\([^()]*\)$/, "");
  return (withoutLegalForm(bare).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join("");
}

function sorted(words: readonly string[]): string {
  return words.toSorted(compare).join(" ");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function put(map: Map<string | number, Form[]>, key: string | number, form: Form): void {
  const forms = map.get(key);
  if (forms) forms.push(form);
  else map.set(key, [form]);
}

function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
