import { headOf, nouns, settings } from "@/lib/nouns/all";
import type { Head } from "@/lib/nouns/noun-head";
import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";
import { lineOf, type Node, visitNodes } from "./syntax";

/** What is the same for all nouns: it reads heads and fields. */
const GENERIC = /^src\/(modules\/platform|server|components|trpc)\//;

/** Places that still name nouns: the list only gets shorter. */
export const NOT_YET_CLEAN: readonly string[] = [
  "src/modules/platform/imports/",
  "src/modules/platform/records/components/use-noun-search.ts",
];

/** Where the word for a noun means something else, with what it means. */
export const OTHER_MEANINGS: Readonly<Record<string, { where: RegExp; means: string }>> = {
  account: {
    where: /^src\/(modules\/platform\/(auth|tenants)|local\/workflows)\//,
    means: "that of a person who signs in",
  },
};

/** Whether a file speaks of something else by the word for this noun. */
export const meansOther = (entity: string, path: string): boolean => OTHER_MEANINGS[entity]?.where.test(path) ?? false;

const all = Object.keys({ ...settings, ...nouns });

/** R2: what is the same for all nouns knows none by name: no literal, key or property is called as a noun of a module. */
export const nounsNamedInPlatform = (tree: SourceTree): string[] =>
  namedIn(tree, ({ path }) => !NOT_YET_CLEAN.some((place) => path.startsWith(place)));

/** Places of that list where no noun is named any more: they leave it. */
export const cleanByNow = (tree: SourceTree): string[] =>
  NOT_YET_CLEAN.filter((place) => namedIn(tree, ({ path }) => path.startsWith(place)).length === 0);

const namedIn = (tree: SourceTree, isMeant: (file: SourceFile) => boolean) =>
  [...tree.files.values()]
    .filter((file) => GENERIC.test(file.path) && !isTest(file.path) && isMeant(file))
    .flatMap(nounsNamedIn);

function nounsNamedIn(file: SourceFile): string[] {
  const entities = all.filter((entity) => !meansOther(entity, file.path));
  const found: string[] = [];
  visitNodes(file, (node, parent) => {
    const said = saidBy(node, parent);
    const entity = said === undefined ? undefined : entities.find((one) => names(said, one));
    if (entity !== undefined)
      found.push(`${file.path}:${lineOf(file, node.start)}: names ${entity}; its head or a hook of it hands this over`);
    return true;
  });
  return [...new Set(found)];
}

/** The text of a literal, or the name of a property. */
function saidBy(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === "Literal" || node.type === "JSXText") return textOf(node.value);
  if (node.type === "TemplateElement") return textOf((node.value as { raw: string }).raw);
  const isProperty = node.type === "Identifier" && (parent?.property === node || parent?.key === node);
  return isProperty && !parent?.computed ? textOf(node.name) : undefined;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** By entity, path or table, alone or as the head of "account:view", "account.created" and "/accounts/new"; in sentences by its plural. */
function names(said: string, entity: string): boolean {
  const { one, many, path, table } = headOf(entity) as Head;
  if (/\s/.test(said)) return new RegExp(`\\b${many}\\b`, "i").test(said);
  const [, word] = /^\/?([\w-]+?)(?:[:./].*)?$/.exec(said) ?? [];
  return word !== undefined && [entity, one, many, path, table].includes(word);
}
