type Texts = Record<string, string>;

/** A rule with a tree that breaks it, the places that it must name, and a valid neighbour. */
export interface RuleCase {
  rule: string;
  broken: Texts;
  names: string[];
  fine: Texts;
}

/** Code with placeholders, written here as `#{…}`. */
const template = (code: string) => code.replaceAll("#{", "${");

/** The rules about a file by itself, its size, comments and wording, and about classes that other files ask for. */
export const fileCases: RuleCase[] = [
  {
    rule: "files of 400 lines at most, operations.ts of 300",
    broken: {
      "src/lib/a.ts": "a();\n".repeat(401),
      "src/modules/crm/accounts/operations.ts": "a();\n".repeat(301),
    },
    names: ["src/lib/a.ts: 401 lines", "src/modules/crm/accounts/operations.ts: 301 lines"],
    fine: { "src/lib/a.ts": "a();\n".repeat(400), "src/modules/crm/accounts/operations.ts": "a();\n".repeat(300) },
  },
  {
    rule: "comments of three lines at most",
    broken: {
      "src/lib/a.ts": "/**\n * a\n * b\n *\n * c\n * d\n */\nexport const a = 1;",
      "src/lib/b.ts": "f();\n// a\n// b\n  // c\n// d\nf();",
    },
    names: ["src/lib/a.ts:1: a comment of 4 lines", "src/lib/b.ts:2: a comment of 4 lines"],
    fine: {
      "src/lib/a.ts": "/**\n * a\n * b\n *\n * c\n */\nexport const a = 1;",
      "src/lib/b.ts": "// a\n// b\n// c\n\n// d\nf(); // e\n// g",
    },
  },
  {
    rule: "sentences name their subject, not What, Who or Whoever",
    broken: {
      "src/lib/a.ts": "/** What other files point to goes in first. */\nexport const a = 1;",
      "src/lib/b.ts": "f();\n// One line of it.\n// Who comes late\n// waits.\nf();",
      "src/components/ui/c.tsx": "const C = () => <p>\n  Whoever accepts becomes this member.\n</p>;",
      "src/components/ui/d.tsx": 'const D = () => <P title="D" text="What holds is shown. Each once." />;',
      "src/lib/e.test.ts": "// What it waits for.",
    },
    names: [
      "src/lib/a.ts:1: name the subject first: What other files",
      "src/lib/b.ts:2: name the subject first: Who comes late waits.",
      "src/components/ui/c.tsx:2",
      "src/components/ui/d.tsx:1",
      "src/lib/e.test.ts:1",
    ],
    fine: {
      "src/lib/a.ts": '/** The records that files point to. What for? */\nexport const a = "What staff can never do";',
      "src/components/ui/c.tsx": "const C = () => <h2>Who sees what</h2>;",
      "src/lib/e.test.ts": 'it("refuses", () => say("What now."));',
    },
  },
  {
    rule: "tables have names",
    broken: {
      "src/components/ui/a.tsx": 'const A = () => (\n  <table className="w-full">\n    <tbody />\n  </table>\n);',
    },
    names: ["src/components/ui/a.tsx:2: a table without aria-label"],
    fine: { "src/components/ui/a.tsx": 'const A = () => <table aria-label="Usage" className="w-full" />;' },
  },
  {
    rule: "no riddles on screens and in errors",
    broken: {
      "src/lib/a.ts": 'export const label = "External id from";\nexport const why = "can be read";',
      "src/lib/b.ts": `export const say = (field: string) => \`The field \${field} tells records apart.\`;`,
      "src/components/ui/c.tsx": "const C = () => (\n  <p>\n    Nobody had to be told\n    yet.\n  </p>\n);",
      "src/components/ui/d.tsx":
        'const D = () => <P title="Everything that is needed answers." text="Nothing matches. Take one away." />;',
      "src/modules/crm/accounts/rules.ts": `export const name = (part: string) => \`A \${part} that is gone\`;`,
      "src/modules/crm/opportunities/rules.ts":
        'export const label = "The one most open opportunities of the file are in";',
    },
    names: [
      'src/lib/a.ts:1: write it plainly, such as "External id source": External id from',
      "src/lib/a.ts:2",
      "src/lib/b.ts:1",
      'src/components/ui/c.tsx:3: write it plainly, such as "was notified": Nobody had to be told yet.',
      'src/components/ui/d.tsx:1: write it plainly, such as "All required',
      'src/components/ui/d.tsx:1: write it plainly, such as "remove"',
      "src/modules/crm/accounts/rules.ts:1",
      "src/modules/crm/opportunities/rules.ts:1",
    ],
    fine: {
      "src/lib/a.ts": '/** What tells records apart. */\nexport const label = "External id source";',
      "src/components/ui/c.tsx": "const C = () => <p>Passwords can be read on the network.</p>;",
      "src/lib/e.test.ts": 'it("names a field that is gone", () => say("tells records apart"));',
    },
  },
  {
    rule: "functions of 80 lines at most",
    broken: {
      "src/lib/a.ts": `export function load() {${"\n".repeat(80)}}`,
      "src/components/ui/b.tsx": `const Line = memo((props: Props) => {${"\n".repeat(80)}  return <p />;\n});`,
      "src/lib/c.ts": `class Reader {\n  read() {${"\n".repeat(80)}}\n}`,
      "src/lib/d.test.ts": `const fillWorkspace = async () => {${"\n".repeat(80)}};\ndescribe("d", () => {});`,
      "src/lib/e.test.ts": `test("one", () => {${"\n".repeat(80)}});`,
      "src/lib/f.ts": `describe("no test file", () => {${"\n".repeat(80)}});`,
    },
    names: [
      "src/lib/a.ts:1: load has 81 lines",
      "src/components/ui/b.tsx:1: Line has 82 lines",
      "src/lib/c.ts:2: read has 81 lines",
      "src/lib/d.test.ts:1: fillWorkspace has 81 lines",
      "src/lib/e.test.ts:1: a function has 81 lines",
      "src/lib/f.ts:1: a function has 81 lines",
    ],
    fine: {
      "src/lib/a.ts": `export function load() {${"\n".repeat(79)}}\nconst a = {${"\n".repeat(90)}};`,
      "src/lib/a.test.ts": `describe.each([1])("%i", () => {${"\n".repeat(90)}});`,
      "e2e/crm/a.spec.ts": `test("a", async ({ page }) => {${"\n".repeat(90)}});`,
    },
  },
  {
    rule: "no barrels",
    broken: { "src/lib/all.ts": 'export * from "./money";\nexport { a } from "./dates";' },
    names: ["src/lib/all.ts"],
    fine: { "src/lib/all.ts": 'export { a } from "./dates";\nexport const b = 1;', "src/lib/none.ts": "" },
  },
  {
    rule: "nothing silences a check",
    broken: {
      "src/lib/a.ts": "f();\n// @ts-expect-error it works\nf();",
      "src/lib/b.test.ts": "// biome-ignore lint: no\nf();",
      "src/lib/c.tsx": "const a = <p>{/* @ts-ignore */}</p>;",
    },
    names: ["src/lib/a.ts:2", "src/lib/b.test.ts:1", "src/lib/c.tsx:1"],
    fine: { "src/lib/a.test.ts": "// @ts-expect-error a number is refused\nf(1);" },
  },
  {
    rule: "tests of tenants, rights, money and races are tried once",
    broken: {
      "src/test/tenancy/leak.db.test.ts": "test();",
      "src/test/permissions.db.test.ts": "test();\n// No @module-tag here.",
      "src/test/permissions.deep.db.test.ts": 'import "./permissions.db.test";',
      "src/test/all.deep.db.test.ts": 'import "./permissions.db.test";',
      "src/modules/platform/commerce/billing/billing.db.test.ts": "test();",
      "src/modules/crm/contacts/a.db.test.ts": 'import { atOnce } from "@/test/at-once";',
      "src/modules/crm/contacts/b.db.test.ts": 'test("a deadlock is solved", f);',
      "src/test/at-once.ts": "export const atOnce = 1;",
      "e2e/platform/billing/selling.spec.ts": "// test.describe.configure({ retries: 0 });\ntest();",
    },
    names: [
      "src/test/tenancy/leak.db.test.ts",
      "src/test/permissions.db.test.ts",
      "src/test/permissions.deep.db.test.ts",
      "src/test/all.deep.db.test.ts",
      "src/modules/platform/commerce/billing/billing.db.test.ts",
      "src/modules/crm/contacts/a.db.test.ts",
      "src/modules/crm/contacts/b.db.test.ts",
      "e2e/platform/billing/selling.spec.ts",
    ],
    fine: {
      "src/test/tenancy/leak.db.test.ts": "// @module-tag once\n\ntest();",
      "src/test/tenancy/rows.test.ts": "test();",
      "src/modules/crm/contacts/a.db.test.ts": "test();",
      "e2e/platform/billing/selling.spec.ts": "test.describe.configure({ retries: 0 });\ntest();",
      "e2e/crm/lists.spec.ts": "test();",
    },
  },
  {
    rule: "effects name the outside system",
    broken: { "src/components/ui/a.tsx": "// Why.\nconst a = 1;\nuseEffect(() => {\n  f();\n  // The window.\n});" },
    names: ["src/components/ui/a.tsx:3"],
    fine: {
      "src/components/ui/a.tsx": "// The window's size.\nuseEffect(() => {});",
      "src/components/ui/b.tsx": "useEffect(() => {\n  // The window's size.\n});",
    },
  },
  {
    rule: "counts and their nouns come from one place",
    broken: {
      "src/modules/crm/accounts/operations.ts": template("refuse(`#{found.length + 1} accounts are called so`);"),
      "src/components/ui/a.tsx": 'const a = count === 1 ? "1 row" : many;\nconst b = n === 1 ? "entry" : "entries";',
      "src/components/ui/b.tsx": template('const a = `#{count(value)} rows`;\nconst b = days === 1 ? "day" : "days";'),
    },
    names: [
      "src/modules/crm/accounts/operations.ts:1",
      "src/components/ui/a.tsx:1",
      "src/components/ui/a.tsx:2",
      "src/components/ui/b.tsx:1",
      "src/components/ui/b.tsx:2",
    ],
    fine: {
      "src/components/ui/a.tsx": template(
        "const a = `#{counted(count, nouns.row)} ready`;\nconst b = i === 1 ? 'To' : 'Of';",
      ),
      "src/components/ui/b.tsx": template("const a = `#{stage.name} stands`;\nconst b = `at most #{maxRows} rows`;"),
    },
  },
  {
    rule: "screens show numbers and dates in the locale of the workspace",
    broken: {
      "src/components/ui/a.tsx": 'const a = count.toLocaleString("en-US");',
      "src/modules/crm/accounts/components/b.tsx": "const a = day.toLocaleDateString();",
      "src/modules/crm/accounts/client.ts": "const a = counted(1, nouns.row, plainLocale);",
    },
    names: [
      "src/components/ui/a.tsx:1",
      "src/modules/crm/accounts/components/b.tsx:1",
      "src/modules/crm/accounts/client.ts:1",
    ],
    fine: {
      "src/components/ui/a.tsx": "const a = count.toLocaleString(locale);",
      "src/modules/crm/accounts/components/b.tsx": 'const a = day.toLocaleDateString(locale, { month: "long" });',
      "src/modules/crm/accounts/schema.ts": "const a = counted(1, nouns.row, plainLocale);",
    },
  },
  {
    rule: "hooks are called, never handed on",
    broken: {
      "src/components/ui/a.tsx": "const a = <Menu use={all ? useSearch : undefined} />;",
      "src/components/ui/b.tsx": "const a = (props: Props) => props.useSearch?.();",
      "src/components/ui/c.tsx": "function Menu({ find: useSearch }: Props) {\n  useSearch();\n}",
      "src/modules/crm/accounts/client.ts": "const useFind = all ? api.useFirst : api.other;",
      "src/components/ui/d.tsx": "const options = { useRow: () => 1 };",
    },
    names: [
      "src/components/ui/d.tsx:1: useRow",
      "src/components/ui/a.tsx:1: useSearch",
      "src/components/ui/b.tsx:1: useSearch",
      "src/components/ui/c.tsx:1: useSearch",
      "src/modules/crm/accounts/client.ts:1: useFind",
      "src/modules/crm/accounts/client.ts:1: useFirst",
    ],
    fine: {
      "src/components/ui/a.tsx": 'import { useA } from "./a";\nexport function useB() {\n  return useA();\n}',
      "src/modules/crm/accounts/client.ts": "export const useFind = () => useQuery(useApi().find.queryOptions());",
      "src/trpc/react.tsx": "type Found = ReturnType<typeof useFind>;",
      "src/lib/money.ts": "format({ useGrouping: true });",
      "src/components/ui/b.tsx": "const options = { useFlushSync: false };",
    },
  },
  {
    rule: "classes that other files ask for are the same in all bundles",
    broken: {
      "src/server/mailer.ts": "export class MailRefused extends Error {}\nexport class Other {}",
      "src/modules/hub/sync/operations/run.ts": "export class Broken extends Error {}",
      "src/server/a.ts": "if (error instanceof MailRefused || error instanceof Broken) f();",
    },
    names: ["src/server/mailer.ts: MailRefused", "src/modules/hub/sync/operations/run.ts: Broken"],
    fine: {
      "src/server/mailer.ts":
        'export class MailRefused extends Error {}\nsameAcrossBundles(MailRefused, "MailRefused");',
      "src/server/errors.ts":
        "export class AppError {}\nfor (const [name, of] of Object.entries({ AppError })) sameAcrossBundles(of, name);",
      "src/server/a.ts": "if (error instanceof MailRefused || error instanceof AppError) f();",
      "src/lib/b.ts": "export class Problem {}\nif (error instanceof Problem) f();",
    },
  },
];
