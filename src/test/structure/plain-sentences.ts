import { isTest } from "./module-place";
import type { SourceFile, SourceTree } from "./source-tree";
import { lineOf, visitNodes } from "./syntax";

/** Sentences that hide their subject: newcomers misread "What other files point to goes in first." */
const HIDDEN_SUBJECT = /^(?:What|Who|Whoever)\b[^?]*\.$/;

const sentencesOf = (text: string) =>
  text
    .replace(/\s*\n[\s*]*/g, " ")
    .replace(/^[\s*]+|\s+$/g, "")
    .split(/(?<=\.)\s+(?=[A-Z])/);
const hidesSubject = (text: string) => sentencesOf(text).find((sentence) => HIDDEN_SUBJECT.test(sentence));

const TEXTS = new Set(["JSXText", "Literal", "TemplateElement"]);
const texts = new WeakMap<SourceFile, { at: number; text: string }[]>();

/** The texts of a file outside of its comments, each with its position; two rules read them. */
function textsOf(file: SourceFile): { at: number; text: string }[] {
  const known = texts.get(file);
  if (known) return known;
  const found: { at: number; text: string }[] = [];
  visitNodes(file, (node) => {
    if (TEXTS.has(node.type)) {
      const text = file.code.slice(node.start, node.end).replace(/^["'`]|["'`]$/g, "");
      found.push({ at: node.start + (text.length - text.trimStart().length), text });
    }
    return undefined;
  });
  texts.set(file, found);
  return found;
}

const isScreen = ({ path }: SourceFile) => path.startsWith("src/") && !isTest(path);

/** Sentences in comments, on screens and in errors name their subject first: no What, Who or Whoever. */
export function hiddenSubjects(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap((file) => {
    const spoken = [
      ...file.comments.map(({ line, text }) => ({ text, line: () => line })),
      ...(isScreen(file) ? textsOf(file) : []).map(({ at, text }) => ({ text, line: () => lineOf(file, at) })),
    ];
    return spoken.flatMap(({ line, text }) => {
      const sentence = hidesSubject(text);
      return sentence === undefined ? [] : [`${file.path}:${line()}: name the subject first: ${sentence}`];
    });
  });
}

/** Phrases that testers misread, each with words that they understand. */
const RIDDLES: readonly (readonly [phrase: RegExp, better: string])[] = [
  [/\bthe one most\b/i, "The stage of most open opportunities"],
  [/\bExternal id from\b/, "External id source"],
  [/^can be read$/, "is a valid value"],
  [/\bhad to be told\b/i, "was notified"],
  [/\bthat is needed answers\b/i, "All required services respond"],
  [/\btells? \w+ apart\b/i, "identifies records"],
  [/\btake (?:one|it|them|what \w+) (?:away|out|off)\b/i, "remove"],
  [/\b(?:that|which) (?:is|are) gone\b/i, "deleted"],
  [/\b(?:is|are) not there any more\b/i, "no longer exists"],
  [/\bLook again\b/, "Reload the page"],
  [/\bwhat you can see\b/i, "records that you can see"],
  [/\bof before\b/i, "earlier"],
  [/\b(?:stands?|stood) (?:here|in the|below|together)\b/i, "is listed"],
  [/\bbr(?:ing|ings|inging|ought) in\b/i, "import"],
  [/\b(?:rots? (?:after|days)|(?:is|are|opportunity) rotting)\b/i, "inactive"],
  [/\bthat slipped\b/i, "pushed back"],
  [/\bage in stage\b/i, "Time in stage"],
  [/\bwaits until\b/i, "Not confirmed yet"],
  [/\bwith the right\b|\bhave the right\b/i, "permission"],
  [/^(?:Acts?|Tries)$/, "Action, Attempts"],
  [/\bcannot be \w+ so\b/i, "cannot be changed this way"],
  [/\bFind a way\b/, "Find a source"],
  [/\bcoming night\b/i, "Tonight"],
];

/** No riddle on screens or in errors. */
export function riddles(tree: SourceTree): string[] {
  return [...tree.files.values()].filter(isScreen).flatMap((file) =>
    textsOf(file).flatMap(({ at, text }) => {
      const flat = text.replace(/\s+/g, " ").trim();
      return RIDDLES.filter(([phrase]) => phrase.test(flat)).map(
        ([, better]) => `${file.path}:${lineOf(file, at)}: write it plainly, such as "${better}": ${flat}`,
      );
    }),
  );
}
