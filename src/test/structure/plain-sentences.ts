import { isTest } from "./module-place";
import type { SourceTree } from "./source-tree";
import { lineOf, visitNodes } from "./syntax";

/** Sentences that hide their subject: newcomers misread "What other files point to goes in first." */
const HIDDEN_SUBJECT = /^(?:What|Who|Whoever)\b[^?]*\.$/;

const sentencesOf = (text: string) =>
  text
    .replace(/\s*\n[\s*]*/g, " ")
    .replace(/^[\s*]+|\s+$/g, "")
    .split(/(?<=\.)\s+(?=[A-Z])/);
const hidesSubject = (text: string) => sentencesOf(text).find((sentence) => HIDDEN_SUBJECT.test(sentence));

/** Sentences in comments, on screens and in errors name their subject first: no What, Who or Whoever. */
export function hiddenSubjects(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap((file) => {
    const found = file.comments.map(({ line, text }) => ({ line, sentence: hidesSubject(text) }));
    if (file.path.startsWith("src/") && !isTest(file.path)) {
      visitNodes(file, (node) => {
        if (/^(?:JSXText|Literal|TemplateElement)$/.test(node.type)) {
          const text = file.code.slice(node.start, node.end).replace(/^["'`]|["'`]$/g, "");
          found.push({
            line: lineOf(file, node.start + (text.length - text.trimStart().length)),
            sentence: hidesSubject(text),
          });
        }
        return undefined;
      });
    }
    return found.flatMap(({ line, sentence }) =>
      sentence === undefined ? [] : [`${file.path}:${line}: name the subject first: ${sentence}`],
    );
  });
}
