import { parseSync } from "oxc-parser";

/** The content of a source without comments: names and texts without blanks, and sentences. */
export interface Tokens {
  names: string[];
  /** Names of JSX attributes: `<Dialog description="…">` hands something to a component and names no field. */
  attributes: string[];
  sentences: string[];
}

/** Reads a source file; texts other than TypeScript (models) are names alone. */
export function tokensOf(path: string, text: string): Tokens {
  const tokens: Tokens = { names: [], attributes: [], sentences: [] };
  if (/\.tsx?$/.test(path)) collect(parseSync(path, text).program, tokens);
  else tokens.names = text.replace(/\/\/.*/g, "").match(/\w+/g) ?? [];
  return tokens;
}

function collect(node: unknown, tokens: Tokens): void {
  if (typeof node !== "object" || node === null) return;
  const attribute = attributeOf(node);
  if (attribute) {
    tokens.attributes.push(attribute.name);
    collect(attribute.value, tokens);
    return;
  }
  const said = textOf(node);
  if (said) (/\s/.test(said) ? tokens.sentences : tokens.names).push(said);
  for (const part of Object.values(node)) collect(part, tokens);
}

function attributeOf(node: object): { name: string; value: unknown } | null {
  const { type, name, value } = node as { type?: string; name?: { name?: unknown }; value?: unknown };
  return type === "JSXAttribute" && typeof name?.name === "string" ? { name: name.name, value } : null;
}

/** The own content of one node of the syntax tree. */
function textOf(node: object): string | undefined {
  const { type, name, value } = node as { type?: string; name?: unknown; value?: unknown };
  if (type === "TemplateElement") return (value as { raw: string }).raw.trim();
  const said = type === "Literal" || type === "JSXText" ? value : name;
  return typeof said === "string" ? said.trim() : undefined;
}

/** The words of a name: "priceMinor", "cost-centers" and "cost_centers" have two each. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** Whether the words of a name occur in sequence among some words. */
const holds = (words: readonly string[], name: readonly string[]): boolean =>
  words.some((_, at) => name.every((word, place) => words[at + place] === word));

/**
 * Whether a source names a noun: by `ProductList`, "product:view" or "/products", and in sentences by its plural. Its
 * singular is often a common word there.
 */
export function namesNoun(
  { names, attributes, sentences }: Tokens,
  { one, many }: { one: string; many: string },
): boolean {
  const [single, plural] = [wordsOf(one), wordsOf(many)];
  return (
    sentences.some((text) => holds(wordsOf(text), plural)) ||
    [...names, ...attributes].map(wordsOf).some((words) => holds(words, single) || holds(words, plural))
  );
}

/** Whether a source names one of these fields or columns; it does not by handing something of that name to a component. */
export const namesField = ({ names }: Tokens, columns: readonly string[]): boolean =>
  names.some((name) => columns.includes(name));
