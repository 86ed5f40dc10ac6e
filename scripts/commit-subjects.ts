import { execFileSync } from "node:child_process";

const longest = 72;
/** Commits up to this one were written before the rule. */
const firstChecked = "4ebceffd0";

const verbs = new Set(
  `accept add adjust allow answer apply archive ask assert await blame block bound build bump buy call cancel change check close
  collect compare compile confirm convert copy count cover create cut decide declare define delete deliver deny derive describe
  detect disable divide document draw drill drop empty enable encode end erase escape expect explain export expose extend
  extract fail fetch fill filter find fit fix fold follow forbid forget format freeze gather generate give group
  hand handle hide hold ignore import improve index infer inline insert invite join keep label lead leave let limit link list
  load lock log look lower mail make map mark match measure mend merge mount move name narrow normalise note notify
  offer omit open order partition pass pause pin place poll prefer prefill prepare prevent print protect prove publish purge put
  queue raise read rebuild recognise record redirect reduce refactor refer refresh refuse register reject release
  reload remember remove rename render renew reorder repair repeat replace report request require reseal reserve reset
  resolve restore restrict resume retry return reuse revert revise revoke rewrite rotate round route run save say scope
  scroll seal search seed select sell send separate serve set share shorten show sign simplify skip slow sort speed
  split start state stop store stream subscribe sum support suspend switch take tap teach tell tend test throttle tidy
  tighten trace track translate treat trim trust try turn type undo unify update upgrade use validate verify wait walk
  warm warn watch widen wrap write`.split(/\s+/),
);

const clumsy = [/\bby (?:the )?way of\b/i, /\bin order to\b/i, /\bwip\b/i, /\bmisc\b/i, /\bvarious\b/i];

/** Why a commit's subject is no short order in plain English; null where it is one. */
export function subjectProblem(subject: string): string | null {
  if (subject.length > longest) return `has ${subject.length} characters, and at most ${longest} are allowed`;
  if (subject.endsWith(".")) return "ends with a full stop";
  const [first = ""] = subject.split(/[\s:,]/);
  if (!/^[A-Z]/.test(first)) return "does not begin with a capital letter";
  if (!verbs.has(first.toLowerCase())) return `does not begin with a known verb in the imperative: ${first}`;
  const phrase = clumsy.map((one) => one.exec(subject)?.[0]).find(Boolean);
  return phrase ? `contains "${phrase}"` : null;
}

/** The subjects of the last 50 commits under the rule; none where the history is not there, as in an image. */
export function recentSubjects(): string[] {
  try {
    const range = `${firstChecked}..HEAD`;
    const text = execFileSync("git", ["log", "-50", "--format=%s", range], { encoding: "utf8", stdio: "pipe" });
    return text.split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
