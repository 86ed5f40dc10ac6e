import type { NounHead } from "@/lib/nouns/noun-head";
import { isTest } from "@/test/structure/module-place";
import { namesField, namesNoun } from "./tokens";
import { linesOf, type Tree } from "./tree";

/** What a figure should be at most; null where nothing was agreed. */
export interface Bar {
  must: number;
  aim: number;
}
export interface FormFigure {
  label: string;
  value: number;
  bar: Bar | null;
  /** What was counted, a line each: shown where one noun is asked for. */
  found: readonly string[];
}

/** A noun as its head has it. */
export type Named = Pick<NounHead, "module" | "path" | "table" | "one" | "many">;

const plain: Bar = { must: 500, aim: 350 };
/** Nouns with rules of their own have other bars for their lines; some are composed by hand and have none. */
const ownBars: Readonly<Record<string, Bar | null>> = { accounts: { must: 1_600, aim: 1_300 }, opportunities: null };

const folderOf = ({ module, path }: Named) => `src/modules/${module}/${path}/`;
const pagesOf = ({ path }: Named) => `src/app/(app)/[workspace]/${path}/`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The figures of one noun in a tree; `all` are the nouns that it stands among. */
export function figuresOf(tree: Tree, noun: Named, all: readonly Named[]): FormFigure[] {
  const own = tree.sources.filter(({ path }) => path.startsWith(folderOf(noun)));
  const sources = own.filter(({ path }) => !isTest(path));
  const screens = tree.sources.filter(
    ({ path }) => path.startsWith(`${folderOf(noun)}components/`) || path.startsWith(pagesOf(noun)),
  );
  const lines = Object.hasOwn(ownBars, noun.path) ? (ownBars[noun.path] ?? null) : plain;
  const isPlain = lines === plain;
  const places = placesOf(tree, noun, all);
  const sized = (files: typeof own) => files.map((file) => `${linesOf(file)} ${file.path}`);
  return [
    { label: "files outside its folder that name it", value: places.length, bar: { must: 9, aim: 7 }, found: places },
    {
      label: "lines of its folder, without tests",
      value: sum(sources.map(linesOf)),
      bar: lines,
      found: sized(sources),
    },
    { label: "lines of its folder, with tests", value: sum(own.map(linesOf)), bar: null, found: [] },
    fieldFigure(tree, noun),
    {
      label: "lines of its screens, with pages",
      value: sum(screens.filter(({ path }) => !isTest(path)).map(linesOf)),
      bar: isPlain ? { must: 200, aim: 120 } : null,
      found: sized(screens.filter(({ path }) => !isTest(path))),
    },
  ];
}

/**
 * The files outside a noun's folder that name it. Another noun names it by its own need: what is that noun's is left out.
 * All its pages are one place, and so are all migrations.
 */
function placesOf(tree: Tree, noun: Named, all: readonly Named[]): string[] {
  const others = all.filter(({ path }) => path !== noun.path);
  const isElsewhere = (path: string) =>
    /^src\/modules\/(?!platform\/)[^/]+\/[^/]+\//.test(path) ||
    others.some((other) => path.startsWith(pagesOf(other)) || path === modelFileOf(tree, other));
  const named = tree.sources.filter(
    ({ path, tokens }) => !isTest(path) && !isElsewhere(path) && namesNoun(tokens, noun),
  );
  const migrated = tree.migrations.some((sql) => sql.includes(`"${noun.table}"`));
  const pages = pagesOf(noun);
  const places = named.map(({ path }) => (path.startsWith(pages) ? pages : path));
  return [...new Set(places), ...(migrated ? ["prisma/migrations"] : [])];
}

const modelFileOf = ({ sources }: Tree, { table }: Named): string | undefined =>
  sources.find(({ path, text }) => path.endsWith(".prisma") && text.includes(`@@map("${table}")`))?.path;

/** The middle of the figures of its fields: a field with a rule of its own is named once more for each. */
function fieldFigure(tree: Tree, noun: Named): FormFigure {
  const files = fieldsOf(tree, noun).map(({ field, columns }) => ({
    field,
    files: filesNaming(tree, noun, [field, ...columns]),
  }));
  const counts = files.map((one) => one.files.length).sort((a, b) => a - b);
  return {
    label: "files that name a plain field (middle one)",
    value: counts[Math.floor(counts.length / 2)] ?? 0,
    bar: { must: 2, aim: 2 },
    found: files.map((one) => `${one.files.length} ${one.field}`),
  };
}

/** The noun's own files that name a field: its model, its folder and its pages. */
function filesNaming(tree: Tree, noun: Named, columns: readonly string[]): string[] {
  const model = modelFileOf(tree, noun);
  return tree.sources
    .filter(({ path }) => !isTest(path))
    .filter(({ path }) => path === model || path.startsWith(folderOf(noun)) || path.startsWith(pagesOf(noun)))
    .filter(({ tokens }) => namesField(tokens, columns))
    .map(({ path }) => path);
}

/** The files that name one field of a noun; undefined where its model has no such field. */
export function placesOfField(tree: Tree, noun: Named, field: string): string[] | undefined {
  const found = fieldsOf(tree, noun).find((one) => one.field === field);
  return found && filesNaming(tree, noun, [field, ...found.columns]);
}

/** What every model has, and what stands beside another column. */
const notOwn = /^(id|tenantId|importId|archivedAt|version|createdAt|updatedAt|name|\w+Key)$/;

/** The fields that a noun declares; undefined where it has no `fields.ts`, and all its columns count. */
function declaredBy(tree: Tree, noun: Named): string[] | undefined {
  const text = tree.sources.find(({ path }) => path === `${folderOf(noun)}fields.ts`)?.text;
  if (text === undefined) return undefined;
  return [...text.matchAll(/^ {2}(\w+): field\.\w+\(/gm)].map(([, name = ""]) => name);
}

/** The plain fields of a noun with the columns that hold them. What stands beside the declared fields is not plain. */
function fieldsOf(tree: Tree, noun: Named): { field: string; columns: string[] }[] {
  const text = tree.sources.find(({ path }) => path === modelFileOf(tree, noun))?.text ?? "";
  const model = text.split(/^(?=model )/m).find((part) => part.includes(`@@map("${noun.table}")`)) ?? "";
  const scalar = /^ {2}(\w+) +(?:String|Int|BigInt|Boolean|DateTime|Json|Decimal|Float)\b/gm;
  const columns = [...model.matchAll(scalar)].map(([, column = ""]) => column).filter((name) => !notOwn.test(name));
  const fieldOf = (column: string) => column.replace(/(Id|Minor|Currency)$/, "");
  const declared = declaredBy(tree, noun);
  const isPlain = (field: string) => !declared || declared.includes(field);
  return [...new Set(columns.map(fieldOf))].filter(isPlain).map((field) => ({
    field,
    columns: columns.filter((column) => fieldOf(column) === field),
  }));
}
