import { git } from "./trees/git";

const longest = 72;
/** Commits up to this one were written before the rule. */
const firstChecked = "4ebceffd0";

/** Words that begin no order: articles, prepositions, pronouns, adverbs. */
const noVerbs = new Set(
  `a about above after again against all also an and another any as at because before below between both but by each every
  few finally first for from generally here how i if in instead into it its just later less maybe more most my new next no
  not now of off on once one only or other our over please several since so some still such than that the their then there
  these they this those three to too two under until up various we when where which while with without your`.split(
    /\s+/,
  ),
);

/** Verbs that look like another form of one. */
const verbs = new Set(
  "address bring bypass canvas cross discuss dismiss embed exceed feed focus guess need pass press proceed process seed shed speed string succeed".split(
    " ",
  ),
);
/** "Added", "Adding", "Adds". */
const otherForm = /(?:ed|ing|[^s]s)$/;

const clumsy = [/\bby (?:the )?way of\b/i, /\bin order to\b/i, /\bwip\b/i, /\bmisc\b/i, /\bvarious\b/i];

/** Why a commit's subject is no short order in plain English; null where it is one. */
export function subjectProblem(subject: string): string | null {
  if (subject.length > longest) return `has ${subject.length} characters, and at most ${longest} are allowed`;
  if (subject.endsWith(".")) return "ends with a full stop";
  const [first = ""] = subject.split(/[\s:,]/);
  if (!/^[A-Z]/.test(first)) return "does not begin with a capital letter";
  const word = first.toLowerCase();
  if (noVerbs.has(word) || (otherForm.test(word) && !verbs.has(word)))
    return `does not begin with a verb in the imperative: ${first}`;
  const phrase = clumsy.map((one) => one.exec(subject)?.[0]).find(Boolean);
  return phrase ? `contains "${phrase}"` : null;
}

/** The subjects of the last 50 commits under the rule; none where the history is not there, as in an image. */
export function recentSubjects(): string[] {
  try {
    const range = `${firstChecked}..HEAD`;
    const text = git(".", "log", "-50", "--format=%s", range);
    return text.split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
