import type { SourceFile, SourceTree } from "./source-tree";
import { lineOf, type Node, visitNodes } from "./syntax";

const MAX_LINES = 80;
const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
const TEST_FILE = /^e2e\/|\.test\.tsx?$/;

/** No function over 80 lines, except suites of tests and browser journeys. */
export function longFunctions(tree: SourceTree): string[] {
  return [...tree.files.values()].filter(({ lines }) => lines > MAX_LINES).flatMap(tooLong);
}

function tooLong(file: SourceFile): string[] {
  const found: string[] = [];
  visitNodes(file, (node, parent, above) => {
    const lines = file.code.slice(node.start, node.end).split("\n").length;
    if (lines <= MAX_LINES) return false;
    if (!FUNCTION.test(node.type) || (TEST_FILE.test(file.path) && isSuite(file, parent))) return true;
    const name = nameOf(node, parent, above);
    found.push(`${file.path}:${lineOf(file, node.start)}: ${name} has ${lines} lines, ${MAX_LINES} are the most`);
    return true;
  });
  return found;
}

/** Whether a call is one of `describe(…)` and `describe.each(…)(…)`, or a journey: `test(…)` below e2e. */
function isSuite({ path }: SourceFile, call: Node | undefined): boolean {
  let callee = call?.type === "CallExpression" ? (call.callee as Node) : undefined;
  while (callee && callee.type !== "Identifier") callee = (callee.callee ?? callee.object) as Node | undefined;
  return callee?.name === "describe" || (callee?.name === "test" && path.startsWith("e2e/"));
}

function nameOf(node: Node, parent: Node | undefined, above: Node | undefined): string {
  const named = [node.id, parent?.id, parent?.key, above?.id].find((one) => (one as Node | null | undefined)?.name);
  return named ? String((named as Node).name) : "a function";
}
