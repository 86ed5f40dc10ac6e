import type { Head } from "@/lib/nouns/noun-head";
import { isTest } from "@/test/structure/module-place";
import { meansOther, OTHER_MEANINGS } from "@/test/structure/noun-names";
import { namesField, namesNoun } from "./tokens";
import { linesOf, type Tree } from "./tree";

/** The limit of a figure; null for none. */
export interface Bar {
  must: number;
  aim: number;
}
export interface FormFigure {
  label: string;
  value: number;
  bar: Bar | null;
  /** The counted things, a line each: shown when one noun is requested. */
  found: readonly string[];
}

/** A noun as its head has it. */
export type Named = Pick<Head, "module" | "path" | "table" | "one" | "many">;

const plain: Bar = { must: 500, aim: 350 };
/** Nouns with rules of their own have other bars for their lines; some are composed by hand and have none. */
const ownBars: Readonly<Record<string, Bar | null>> = {
  accounts: { must: 800, aim: 600 },
  opportunities: { must: 7_500, aim: 6_000 },
  pipelines: null,
};

/** "costCenter" of the noun "cost center". */
const entityOf = ({ one }: Named) => one.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());
const folderOf = ({ module, path }: Named) => `src/modules/${module}/${path}/`;
const pages = "src/app/(app)/[workspace]/";
/** The pages of a noun; those of a setting lie among the settings. */
const pagesOf = ({ path }: Named) => [`${pages}${path}/`, `${pages}settings/${path}/`];
const isPage = (noun: Named, path: string) => pagesOf(noun).some((folder) => path.startsWith(folder));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The figures of one noun in a tree; `all` are the nouns of the tree. */
export function figuresOf(tree: Tree, noun: Named, all: readonly Named[]): FormFigure[] {
  const own = tree.sources.filter(({ path }) => path.startsWith(folderOf(noun)));
  const sources = own.filter(({ path }) => !isTest(path));
  const screens = tree.sources.filter(
    ({ path }) => path.startsWith(`${folderOf(noun)}components/`) || isPage(noun, path),
  );
  const lines = Object.hasOwn(ownBars, noun.path) ? (ownBars[noun.path] ?? null) : plain;
  const isPlain = lines === plain;
  const places = placesOf(tree, noun, all);
  const sized = (files: typeof own) => files.map((file) => `${linesOf(file)} ${file.path}`);
  return [
    {
      label: "files outside its folder that name it",
      value: places.length,
      bar: { must: 9, aim: 7 },
      found: [...places, ...othersMeant(tree, noun)],
    },
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
 * The files outside a noun's folder that name it, except those of other nouns. All its pages count as one place, and
 * so do all migrations.
 */
function placesOf(tree: Tree, noun: Named, all: readonly Named[]): string[] {
  const others = all.filter(({ path }) => path !== noun.path);
  const isElsewhere = (path: string) =>
    /^src\/modules\/(?!platform\/)[^/]+\/[^/]+\//.test(path) ||
    others.some((other) => isPage(other, path) || path === modelFileOf(tree, other));
  const named = namedOf(tree, noun).filter(({ path }) => !isElsewhere(path) && !meansOther(entityOf(noun), path));
  const migrated = tree.migrations.some((sql) => sql.includes(`"${noun.table}"`));
  const places = named.map(({ path }) => pagesOf(noun).find((folder) => path.startsWith(folder)) ?? path);
  return [...new Set(places), ...(migrated ? ["prisma/migrations"] : [])];
}

const namedOf = (tree: Tree, noun: Named) =>
  tree.sources.filter(({ path, tokens }) => !isTest(path) && namesNoun(tokens, noun));

/** Files where the noun's word means something else: shown, not counted. */
const othersMeant = (tree: Tree, noun: Named): string[] =>
  namedOf(tree, noun).flatMap(({ path }) =>
    meansOther(entityOf(noun), path) ? [`not counted, it means ${OTHER_MEANINGS[entityOf(noun)]?.means}: ${path}`] : [],
  );

const modelFileOf = ({ sources }: Tree, { table }: Named): string | undefined =>
  sources.find(({ path, text }) => path.endsWith(".prisma") && text.includes(`@@map("${table}")`))?.path;

/** The median of the figures of its fields: a field with its own rule is named once more for each. */
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
    .filter(({ path }) => path === model || path.startsWith(folderOf(noun)) || isPage(noun, path))
    .filter(({ tokens }) => namesField(tokens, columns))
    .map(({ path }) => path);
}

/** The files that name one field of a noun; undefined where its model has no such field. */
export function placesOfField(tree: Tree, noun: Named, field: string): string[] | undefined {
  const found = fieldsOf(tree, noun).find((one) => one.field === field);
  return found && filesNaming(tree, noun, [field, ...found.columns]);
}

/** Columns of every model, and those that accompany another column. */
const notOwn = /^(id|tenantId|importId|custom|archivedAt|version|createdAt|updatedAt|name|\w+Key)$/;

/** The fields that a noun declares; undefined where it has no `fields.ts`, and all its columns count. */
function declaredBy(tree: Tree, noun: Named): string[] | undefined {
  const text = tree.sources.find(({ path }) => path === `${folderOf(noun)}fields.ts`)?.text;
  if (text === undefined) return undefined;
  return [...text.matchAll(/^ {2}(\w+): field\.\w+\(/gm)].map(([, name = ""]) => name);
}

/** The plain fields of a noun with the columns that hold them. Columns beside the declared fields are not plain. */
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
