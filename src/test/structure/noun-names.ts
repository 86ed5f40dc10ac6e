import { headOf, nouns, settings } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import type { Head } from "@/lib/nouns/noun-head";
import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";
import { childrenIn, lineOf, type Node, visitNodes } from "./syntax";

/** Code that is the same for all nouns: it reads heads and fields. */
const GENERIC = /^src\/(modules\/platform|server|components|trpc)\//;

/** Where the word for a noun means something else, with what it means. */
export const OTHER_MEANINGS: Readonly<Record<string, { where: RegExp; means: string }>> = {
  account: {
    where: /^src\/(modules\/platform\/\w+\/(audit|auth|tenants)|local\/(workflows|payments))\//,
    means: "that of a person who signs in, or of a vendor",
  },
  product: {
    where: /^src\/(local\/payments\/|lib\/(price-keys|export-source)\.)/,
    means: "that of a vendor",
  },
  contact: { where: /^src\/components\/ui\/noun-icon\./, means: "an icon of the library" },
};

/** Whether a file speaks of something else by the word for this noun. */
export const meansOther = (entity: string, path: string): boolean => OTHER_MEANINGS[entity]?.where.test(path) ?? false;

/** Words that mean nothing but the noun in this product: they are refused alone, too, as keys, properties and in sentences. */
const ONLY_NOUNS: readonly string[] = ["account", "opportunity", "pipeline", "product"];

const all = Object.keys({ ...settings, ...nouns });

/** R2: what is the same for all nouns knows none by name: no literal, key or property is called as a noun of a module. */
export const nounsNamedInPlatform = (tree: SourceTree): string[] =>
  [...tree.files.values()].filter((file) => GENERIC.test(file.path) && !isTest(file.path)).flatMap(nounsNamedIn);

function nounsNamedIn(file: SourceFile): string[] {
  const entities = all.filter((entity) => !meansOther(entity, file.path));
  const found: string[] = [];
  visitNodes(file, (node, parent) => {
    const said = recognisedBy(node, parent);
    const entity = said === undefined ? undefined : entities.find((one) => names(said, one, parent));
    if (entity !== undefined)
      found.push(`${file.path}:${lineOf(file, node.start)}: names ${entity}; its head or a hook of it hands this over`);
    return true;
  });
  return [...new Set(found)];
}

/** The text of a literal, or the name of a property. */
function recognisedBy(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === "Literal" || node.type === "JSXText") return textOf(node.value);
  if (node.type === "TemplateElement") return textOf((node.value as { raw: string }).raw);
  const isProperty = node.type === "Identifier" && (parent?.property === node || parent?.key === node);
  return isProperty && !parent?.computed ? textOf(node.name) : undefined;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Whether a text names a noun, alone or as the beginning of "account:view", "account.created" and "/accounts/new". */
function names(said: string, entity: string, parent: Node | undefined): boolean {
  const { one, many, path, table, permissions } = headOf(entity) as Head;
  const [, word = "", verb] = /^(\w+)[:.](\w+)$/.exec(said) ?? [];
  if (word === entity && (said.includes(":") ? Object.hasOwn(permissions, verb ?? "") : nounVerbs.has(verb ?? "")))
    return true;
  if (said === `/${path}` || said.startsWith(`/${path}/`)) return true;
  const isName = [entity, one, many, path, table].includes(said);
  if (ONLY_NOUNS.includes(entity)) return isName || (/\s/.test(said) && new RegExp(`\\b${many}\\b`, "i").test(said));
  return isName && parent !== undefined && isAboutEntities(parent);
}

const nounVerbs = new Set(Object.keys(nounEvents("any")));

/** `entity === "person"`, `{ entity: "person" }`, `entity="person"`, `api.people`, `db.person`. */
function isAboutEntities(parent: Node): boolean {
  const beside = [parent.left, parent.right, parent.key, parent.name, parent.object].flatMap(childrenIn);
  return beside.some((node) => {
    const name = String(node.name ?? (node.property as Node | undefined)?.name);
    return /^(entity|entities|api|trpc|utils|db)$/.test(name);
  });
}
