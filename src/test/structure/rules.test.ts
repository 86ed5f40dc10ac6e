import { describe, expect, it } from "vitest";
import { rules } from "./all-rules";
import { parseSourceTree } from "./source-tree";

type Texts = Record<string, string>;

/** Code with placeholders, which stand here as `#{…}`. */
const template = (code: string) => code.replaceAll("#{", "${");

/** Each rule with a tree that breaks it, the places that it must name, and a neighbour that is fine. */
const cases: { rule: string; broken: Texts; names: string[]; fine: Texts }[] = [
  {
    rule: "R1 imports go one way",
    broken: {
      "src/lib/money.ts": 'import { Button } from "@/components/ui/button";',
      "src/components/ui/button.tsx": 'import { x } from "@/modules/crm/accounts/schema";',
      "src/server/log.ts": 'import { x } from "../modules/crm/accounts/schema";',
      "src/modules/crm/accounts/operations.ts": 'import { router } from "@/registry/router";',
      "src/modules/crm/accounts/rules.ts": 'import { api } from "@/trpc/react";',
      "src/modules/crm/contacts/client.ts": 'import { trpc } from "@/trpc/server";',
      "src/trpc/react.tsx": 'import { type Router } from "@/registry/router";',
      "src/registry/nav.ts": 'const page = () => import("@/app/page");',
      "src/hooks.ts": "export const a = 1;",
      "prisma/seed/main.ts": 'import { a } from "../../src/app/page";',
    },
    names: [
      "prisma/seed/main.ts:1",
      "src/lib/money.ts:1",
      "src/components/ui/button.tsx:1",
      "src/server/log.ts:1",
      "src/modules/crm/accounts/operations.ts:1",
      "src/modules/crm/accounts/rules.ts:1",
      "src/modules/crm/contacts/client.ts:1",
      "src/trpc/react.tsx:1",
      "src/registry/nav.ts:1",
      "src/hooks.ts",
    ],
    fine: {
      "src/app/page.tsx": 'import { a } from "@/modules/crm/accounts/components/account-list";',
      "src/modules/crm/accounts/client.ts":
        'import { api } from "@/trpc/react"; import { a } from "@/trpc/record-cache";',
      "src/trpc/react.tsx": 'import type { Router } from "@/registry/router";',
      "src/lib/money.test.ts": 'import { ctx } from "@/test/ctx";',
    },
  },
  {
    rule: "R2 platform ← crm ← leaves, nouns of crm in order",
    broken: {
      "src/modules/platform/search/rules.ts": 'import type { A } from "@/modules/crm/accounts/schema";',
      "src/modules/crm/accounts/rules.ts": 'import { a } from "@/modules/pmo/projects/schema";',
      "src/modules/pmo/projects/rules.ts": 'import { a } from "@/modules/ai/chats/schema";',
      "src/modules/crm/accounts/operations.ts": 'import { a } from "../opportunities/operations";',
      "src/modules/crm/leads/rules.ts": "export const a = 1;",
    },
    names: [
      "src/modules/platform/search/rules.ts:1",
      "src/modules/crm/accounts/rules.ts:1",
      "src/modules/pmo/projects/rules.ts:1",
      "src/modules/crm/accounts/operations.ts:1",
      "src/modules/crm/leads",
    ],
    fine: {
      "src/modules/pmo/projects/rules.ts": 'import { a } from "@/modules/crm/opportunities/schema";',
      "src/modules/crm/opportunities/rules.ts": 'import { a } from "@/modules/crm/accounts/schema";',
      "src/modules/crm/accounts/rules.ts": 'import { a } from "@/modules/platform/members/schema";',
    },
  },
  {
    rule: "R3 domains share only what their vocabulary shares",
    broken: {
      "src/modules/crm/opportunities/router.ts": 'import { a } from "../accounts/router";',
      "src/modules/crm/opportunities/client.ts": 'import { a } from "../accounts/client";',
      "src/modules/crm/opportunities/components/opportunity-form.tsx":
        'import { a } from "../../accounts/components/account-form";',
      "src/modules/crm/opportunities/operations.ts": 'import { a } from "@/modules/platform/module";',
    },
    names: [
      "src/modules/crm/opportunities/router.ts:1",
      "src/modules/crm/opportunities/client.ts:1",
      "src/modules/crm/opportunities/components/opportunity-form.tsx:1",
      "src/modules/crm/opportunities/operations.ts:1",
    ],
    fine: {
      "src/modules/crm/opportunities/operations.ts":
        'import { a } from "../accounts/operations/merge"; import { b } from "../module"; import { c } from "./rules";',
      "src/modules/crm/opportunities/components/opportunity-form.tsx":
        'import { a } from "../../accounts/components/account-picker";',
      "src/modules/crm/opportunities/rules.ts": 'import { a } from "../pipelines/stages/schema";',
    },
  },
  {
    rule: "R3 parts of a domain keep to their side",
    broken: {
      "src/modules/crm/accounts/schema.ts": 'import { a } from "@/server/log";',
      "src/modules/crm/accounts/catalog.ts": 'import { a } from "./operations";',
      "src/modules/crm/accounts/operations/merge.ts": 'import { a } from "../components/account-form";',
      "src/modules/crm/accounts/components/account-form.tsx": 'import { a } from "../row";',
      "src/modules/crm/accounts/router.ts": 'import { a } from "./rules"; import { b } from "@/server/trpc";',
      "src/modules/crm/accounts/jobs.ts": 'import { a } from "@/components/ui/button";',
    },
    names: [
      "src/modules/crm/accounts/schema.ts:1",
      "src/modules/crm/accounts/catalog.ts:1",
      "src/modules/crm/accounts/operations/merge.ts:1",
      "src/modules/crm/accounts/components/account-form.tsx:1",
      "src/modules/crm/accounts/router.ts:1 (./rules)",
      "src/modules/crm/accounts/jobs.ts:1",
    ],
    fine: {
      "src/modules/crm/accounts/schema.ts": 'import type { a } from "@/server/log"; import { b } from "@/lib/zod";',
      "src/modules/crm/accounts/operations.ts":
        'import { a } from "@/server/log"; import { b } from "./rules"; import { c } from "../module";',
      "src/modules/crm/accounts/components/account-form.tsx":
        'import { a } from "../client"; import { b } from "@/components/ui/button"; import { c } from "../schema";',
      "src/modules/crm/accounts/router.ts":
        'import { a } from "./family/operations"; import { b } from "@/server/trpc"; import "server-only";',
      "src/modules/crm/accounts/emails/merged.tsx": 'import { a } from "@/components/email/frame";',
    },
  },
  {
    rule: "R3 no cycle between domains",
    broken: {
      "src/modules/platform/teams/schema.ts": 'import type { M } from "../members/schema";',
      "src/modules/platform/members/operations.ts": 'import { t } from "../tenants/operations";',
      "src/modules/platform/tenants/operations.ts": 'import { t } from "../teams/operations";',
    },
    names: ["platform/members → platform/tenants → platform/teams → platform/members"],
    fine: {
      "src/modules/platform/teams/schema.ts": 'import type { M } from "../members/schema";',
      "src/modules/platform/members/members.test.ts": 'import { t } from "../teams/schema";',
    },
  },
  {
    rule: "R4 the raw client only where no tenant is known yet",
    broken: {
      "src/modules/crm/accounts/operations.ts": 'import { platformClient } from "@/server/db/client";',
      "src/modules/platform/teams/operations.ts": 'const load = () => import("@/server/db/client");',
    },
    names: ["src/modules/crm/accounts/operations.ts:1", "src/modules/platform/teams/operations.ts:1"],
    fine: {
      "src/server/db/client.ts": "",
      "src/modules/platform/auth/operations.ts": 'import { platformClient } from "@/server/db/client";',
      "prisma/seed/demo.ts": 'import { platformClient } from "../../src/server/db/client";',
    },
  },
  {
    rule: "R4 database drivers only in server/db",
    broken: {
      "src/modules/crm/accounts/operations.ts": 'import pg from "pg";',
      "src/server/log.ts": 'import "@prisma/client";',
    },
    names: ["src/modules/crm/accounts/operations.ts:1", "src/server/log.ts:1"],
    fine: {
      "src/server/db/tenant-pool.ts": 'import pg from "pg";',
      "src/lib/x.ts": 'import { a } from "pgsomething";',
    },
  },
  {
    rule: "R4 no Prisma below src/app",
    broken: {
      "src/app/page.tsx": 'import { Prisma } from "@prisma/client";',
      "src/app/(app)/page.tsx": 'import type { Account } from "@/server/db/generated/client";',
    },
    names: ["src/app/page.tsx:1", "src/app/(app)/page.tsx:1"],
    fine: { "src/app/page.tsx": 'import { a } from "@/server/health";' },
  },
  {
    rule: "R5 nothing server-only reaches a browser",
    broken: {
      "src/modules/crm/accounts/components/account-form.tsx":
        '"use client";\nimport { a } from "../rules";\nimport { op } from "../operations";',
      "src/modules/crm/accounts/rules.ts": 'import { b } from "@/lib/files";',
      "src/lib/files.ts": 'import { readFile } from "fs/promises";',
      "src/components/ui/a.tsx":
        '"use client";\nimport { type Env } from "@/env";\nimport { Prisma } from "@prisma/client";',
    },
    names: [
      "src/lib/files.ts:1 (fs/promises): a browser loads this, reached from src/modules/crm/accounts/components/account-form.tsx",
      "src/modules/crm/accounts/components/account-form.tsx:3",
      "src/components/ui/a.tsx:2",
      "src/components/ui/a.tsx:3",
    ],
    fine: {
      "src/components/ui/a.tsx":
        '"use client";\nimport type { Env } from "@/env";\nexport type { Ctx } from "@/server/context";\nimport "zod";',
      "src/components/ui/b.tsx": 'import { env } from "@/env";',
    },
  },
  {
    rule: "R5 every file of the kernel is server-only",
    broken: { "src/server/log.ts": 'import pino from "pino";' },
    names: ["src/server/log.ts"],
    fine: { "src/server/log.ts": 'import "server-only";', "src/server/db/migrate.ts": 'import pg from "pg";' },
  },
  {
    rule: "R6 TRPCError, NextResponse, process.env, new PrismaClient in their one place",
    broken: {
      "src/modules/crm/accounts/operations.ts": "\nthrow new TRPCError();",
      "src/app/api/health/route.ts": "NextResponse.json({});",
      "src/lib/url.ts": "const a = process.env.HOME;",
      "prisma/seed/demo.ts": "new PrismaClient();",
      "src/server/scope.ts": "db.$queryRaw`select 1`;",
      "src/modules/crm/accounts/components/account-list.tsx": "useMutation({ onMutate() {} });",
      "src/server/limits.ts": 'if (plan === "trial") {}',
    },
    names: [
      "src/modules/crm/accounts/operations.ts:2",
      "src/app/api/health/route.ts:1",
      "src/lib/url.ts:1",
      "prisma/seed/demo.ts:1",
      "src/server/scope.ts:1",
      "src/modules/crm/accounts/components/account-list.tsx:1",
      "src/server/limits.ts:1",
    ],
    fine: {
      "src/env.ts": "process.env.A;",
      "scripts/test.ts": "process.env.A;",
      "src/local/main.ts": "process.env.A;",
      "src/lib/a.ts": "// not process.env, and no TRPCError\nexport const a = 1;",
      "src/lib/a.test.ts": "process.env.A;",
      "src/modules/crm/accounts/client.ts": "useMutation({ onMutate() {} });",
    },
  },
  {
    rule: "R7 names are kebab-case and say something",
    broken: {
      "src/lib/dateFormat.ts": "",
      "src/components/ui/index.tsx": "",
      "src/lib/utils.ts": "",
      "e2e/Sign_in.spec.ts": "",
      "src/server/hooks/a.ts": "",
    },
    names: [
      "src/lib/dateFormat.ts",
      "src/components/ui/index.tsx",
      "src/lib/utils.ts",
      "e2e/Sign_in.spec.ts",
      "src/server/hooks/a.ts",
    ],
    fine: {
      "src/app/(app)/[workspace]/api/[[...rest]]/not-found.tsx": "",
      "src/modules/crm/accounts/a.db.test.ts": "",
    },
  },
  {
    rule: "R7 domain folders hold their vocabulary",
    broken: {
      "src/modules/crm/accounts/schema.ts": "",
      "src/modules/crm/accounts/operations.ts": "",
      "src/modules/crm/accounts/operations/merge.ts": "",
      "src/modules/crm/accounts/tree.ts": "",
      "src/modules/crm/accounts/emails.ts": "",
      "src/modules/crm/pricing.ts": "",
      "src/modules/crm/products/schema.ts": "",
      "src/modules/crm/pipelines/schema.ts": "",
      "src/modules/crm/pipelines/operations.ts": "",
      "src/modules/crm/pipelines/stages/operations.ts": "",
    },
    names: [
      "src/modules/crm/accounts: has operations.ts and operations/",
      "src/modules/crm/accounts/tree.ts",
      "src/modules/crm/accounts/emails.ts",
      "src/modules/crm/pricing.ts",
      "src/modules/crm/products: lacks operations.ts",
      "src/modules/crm/pipelines/stages: lacks schema.ts",
    ],
    fine: {
      "src/modules/crm/module.ts": "",
      "src/modules/crm/pipelines/schema.ts": "",
      "src/modules/crm/pipelines/operations/create.ts": "",
      "src/modules/crm/pipelines/stages/schema.ts": "",
      "src/modules/crm/pipelines/stages/operations.ts": "",
      "src/modules/crm/accounts/fields.ts": "",
      "src/modules/crm/accounts/operations.ts": "",
      "src/modules/crm/accounts/import/operations/upsert.ts": "",
      "src/modules/crm/pipelines/components/pipeline-form.tsx": "",
      "src/modules/crm/pipelines/emails/won.tsx": "",
      "src/modules/crm/pipelines/order.db.test.ts": "",
    },
  },
  {
    rule: "R7 one .prisma file per domain",
    broken: { "prisma/models/account.prisma": "", "src/modules/crm/accounts/schema.ts": "" },
    names: ["prisma/models/account.prisma"],
    fine: { "prisma/models/accounts.prisma": "", "src/modules/crm/accounts/schema.ts": "", "prisma/schema.prisma": "" },
  },
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
      "src/components/ui/b.tsx": template("const a = `#{stage.name} stands`;\nconst b = `at most #{mostRows} rows`;"),
    },
  },
  {
    rule: "hooks are called, never handed on",
    broken: {
      "src/components/ui/a.tsx": "const a = <Menu use={all ? useSearch : undefined} />;",
      "src/components/ui/b.tsx": "const a = (props: Props) => props.useSearch?.();",
      "src/components/ui/c.tsx": "function Menu({ find: useSearch }: Props) {\n  useSearch();\n}",
      "src/modules/crm/accounts/client.ts": "const useFind = all ? api.useFirst : api.other;",
    },
    names: [
      "src/components/ui/a.tsx:1: useSearch",
      "src/components/ui/b.tsx:1: useSearch",
      "src/components/ui/c.tsx:1: useSearch",
      "src/modules/crm/accounts/client.ts:1: useFind",
      "src/modules/crm/accounts/client.ts:1: useFirst",
    ],
    fine: {
      "src/components/ui/a.tsx": 'import { useA } from "./a";\nexport function useB() {\n  return useA();\n}',
      "src/modules/crm/accounts/client.ts": "export const useFind = () => api.find.useQuery();",
      "src/trpc/react.tsx": "type Found = ReturnType<typeof useFind>;",
      "src/lib/money.ts": "format({ useGrouping: true });",
    },
  },
];

describe("each rule of the structure test", () => {
  it.each(cases)("$rule: names what breaks it", ({ rule, broken, names }) => {
    const found = rules[rule]?.(parseSourceTree(broken)) ?? [];
    const unnamed = names.filter((name) => !found.some((violation) => violation.startsWith(name)));
    expect({ unnamed, found: found.length }, found.join("\n")).toEqual({ unnamed: [], found: names.length });
  });

  it.each(cases)("$rule: lets the rest be", ({ rule, fine }) => {
    expect(rules[rule]?.(parseSourceTree(fine))).toEqual([]);
  });

  it("has a case here", () => {
    expect(cases.map(({ rule }) => rule).sort()).toEqual(Object.keys(rules).sort());
  });
});
