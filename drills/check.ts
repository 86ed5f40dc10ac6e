/** One check of a drill: the expected value, the found one, and whether they are equal. */
export type Check = { drill: string; what: string; expected: string; found: string; ok: boolean };

/** The findings of one drill so far, in order. */
export class Findings {
  readonly checks: Check[] = [];

  constructor(
    private readonly drill: string,
    private readonly slowness: number,
  ) {}

  /** Two numbers or texts that must be equal; `detail` names the first differences. */
  same(what: string, expected: number | string, found: number | string, detail: readonly unknown[] = []): void {
    const more =
      detail.length > 0 ? `: ${detail.slice(0, 3).map(String).join(", ")}${detail.length > 3 ? " …" : ""}` : "";
    this.#add(what, String(expected), `${found}${more}`, expected === found);
  }

  atLeast(what: string, least: number, found: number): void {
    this.#add(what, `>= ${least}`, String(found), found >= least);
  }

  atMost(what: string, most: number, found: number): void {
    this.#add(what, `<= ${most}`, String(found), found <= most);
  }

  /** Nothing of that kind may exist. */
  none(what: string, found: readonly unknown[]): void {
    this.same(what, 0, found.length, found);
  }

  /** Seconds that something took, with the guaranteed limit. */
  within(what: string, seconds: number, tookMs: number): void {
    const most = seconds * this.slowness;
    this.#add(what, `<= ${most} s`, `${(tookMs / 1_000).toFixed(1)} s`, tookMs <= most * 1_000);
  }

  /** The same for something awaited; its absence is a finding too, and the drill continues. */
  async soon(what: string, seconds: number, wait: Promise<number>): Promise<void> {
    try {
      this.within(what, seconds, await wait);
    } catch (error) {
      this.#add(what, `<= ${seconds * this.slowness} s`, messageOf(error), false);
    }
  }

  /** A drill that could not continue has failed, with the reason. */
  broke(error: unknown): void {
    this.#add("the drill goes to its end", "it does", messageOf(error), false);
  }

  #add(what: string, expected: string, found: string, ok: boolean): void {
    this.checks.push({ drill: this.drill, what, expected, found, ok });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One guarantee in the report: its bars, the findings at each, and whether all hold. */
type Kept = { id: string; title: string; figure: string; value: string; pass: boolean };

/** The guarantee of one drill, from all checks; one without checks does not hold. */
export function promiseOf(id: string, title: string, checks: readonly Check[]): Kept {
  const own = checks.filter(({ drill }) => drill === id);
  return {
    id,
    title,
    figure: own.map(({ what, expected }) => `${what}: ${expected}`).join("; "),
    value: own.map(({ what, found }) => `${what}: ${found}`).join("; "),
    pass: own.length > 0 && own.every(({ ok }) => ok),
  };
}

const WIDEST = 80;

/** The checks as a table; failures say so in the first column. */
export function tableOf(checks: readonly Check[]): string {
  const short = (text: string) => (text.length > WIDEST ? `${text.slice(0, WIDEST - 2)} …` : text);
  const rows = checks.map((check) => ({ ...check, expected: short(check.expected) }));
  const head = { drill: "", what: "what", expected: "expected", found: "found", ok: true };
  const width = (of: "drill" | "what" | "expected") => Math.max(...[head, ...rows].map((check) => check[of].length));
  const [drill, what, expected] = [width("drill"), width("what"), width("expected")];
  return [{ ...head, mark: " " }, ...rows.map((check) => ({ ...check, mark: check.ok ? "✓" : "✗" }))]
    .map((check) => {
      return `${check.mark} ${check.drill.padEnd(drill)}  ${check.what.padEnd(what)}  ${check.expected.padEnd(expected)}  ${check.found}`;
    })
    .join("\n");
}
