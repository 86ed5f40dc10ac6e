import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";
import { childrenIn, lineOf, type Node, visitNodes } from "./syntax";

const SCREENS = /^src\/(app|components|modules|registry|trpc)\//;
const HOOK = /^use[A-Z]/;
const FUNCTIONS = /^(ArrowFunctionExpression|FunctionExpression|CallExpression)$/;
const NAMED = /^(Import|Export)\w*Specifier$|^Function(Declaration|Expression)$|^TSTypeQuery$|^TSQualifiedName$/;

/**
 * A hook is called by its own name and never passed on: code for "this hook or none" changes the order of hooks
 * between two renders, and no linter notices, because the call itself is at the top.
 */
export function hooksPassed(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path, code }) => SCREENS.test(path) && !isTest(path) && /\buse[A-Z]/.test(code))
    .flatMap(passedHooks);
}

function passedHooks(file: SourceFile): string[] {
  const found: string[] = [];
  visitNodes(file, (node, parent, above) => {
    const name = /^(JSX)?Identifier$/.test(node.type) ? String(node.name) : "";
    if (HOOK.test(name) && !isProper(node, parent, above))
      found.push(`${file.path}:${lineOf(file, node.start)}: ${name} is handed on; a hook is only called`);
    return true;
  });
  return found;
}

/** Whether a hook's name is declared, imported, exported, used for its type, called directly, or is an option's. */
function isProper(node: Node, parent?: Node, above?: Node): boolean {
  if (!parent) return false;
  if (NAMED.test(parent.type)) return !childrenIn(parent.params).includes(node);
  if (parent.type === "VariableDeclarator")
    return parent.id === node && FUNCTIONS.test((parent.init as Node | null)?.type ?? "");
  if (parent.type === "MemberExpression" && parent.property === node)
    return parent.optional !== true && above !== undefined && isCallOf(parent, above);
  return isCallOf(node, parent) || isOption(node, parent);
}

/** `useFlushSync: false` of a library. */
const isOption = (name: Node, property: Node) =>
  property.type === "Property" && property.key === name && (property.value as Node).type === "Literal";

const isCallOf = (callee: Node, call: Node) =>
  call.type === "CallExpression" && call.callee === callee && call.optional !== true;
