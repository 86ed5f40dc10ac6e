import { describe, expect, it } from "vitest";
import { rules } from "./all-rules";
import { wrongModuleOrder } from "./domains";
import { fileCases, type RuleCase } from "./file-cases";
import { parseSourceTree } from "./source-tree";

const cases: RuleCase[] = [
  {
    rule: "R1 imports go one way",
    broken: {
      "src/lib/money.ts": 'import { Button } from "@/components/ui/button";',
      "src/components/ui/button.tsx": 'import { x } from "@/modules/crm/accounts/schema";',
      "src/server/log.ts": 'import { x } from "../modules/crm/accounts/schema";',
      "src/modules/crm/accounts/operations.ts": 'import { router } from "@/registry/router";',
      "src/modules/crm/accounts/rules.ts": 'import { useApi } from "@/trpc/react";',
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
        'import { useApi } from "@/trpc/react"; import { a } from "@/trpc/record-cache";',
      "src/trpc/react.tsx": 'import type { Router } from "@/registry/router";',
      "src/lib/money.test.ts": 'import { ctx } from "@/test/ctx";',
    },
  },
  {
    rule: "R2 modules build on those below them, nouns on those before them",
    broken: {
      "src/modules/platform/data/search/rules.ts": 'import type { A } from "@/modules/crm/accounts/schema";',
      "src/modules/unknown/projects/rules.ts": "export const a = 1;",
      "src/modules/crm/accounts/operations.ts": 'import { a } from "../opportunities/operations";',
      "src/modules/crm/pipelines/rules.ts": 'import { a } from "../products/rules";',
      "src/modules/crm/leads/rules.ts": "export const a = 1;",
    },
    names: [
      "src/modules/platform/data/search/rules.ts:1",
      "src/modules/unknown: is not in lib/modules.ts",
      "src/modules/crm/accounts/operations.ts:1",
      "src/modules/crm/pipelines/rules.ts:1",
      "src/modules/crm/leads: has no place",
    ],
    fine: {
      "src/modules/crm/opportunities/rules.ts": 'import { a } from "@/modules/crm/accounts/schema";',
      "src/modules/crm/accounts/rules.ts": 'import { a } from "@/modules/platform/identity/members/schema";',
    },
  },
  {
    rule: "R2 platform knows no noun by name",
    broken: {
      "src/modules/platform/data/search/rules.ts": 'export const first = "account";',
      "src/server/a.ts": 'export const path = "/opportunities/new";',
      "src/components/ui/b.tsx": "export const B = () => <p>All your products stand here.</p>;",
      "src/trpc/c.ts": "export const rows = (api: Api) => api.accounts.list;",
      "src/trpc/d.ts": 'export const moved = { opportunity: ["stageChanged"] };',
      "src/server/e.ts": 'export const may = "pipeline:manage";',
    },
    names: [
      "src/modules/platform/data/search/rules.ts:1: names account",
      "src/server/a.ts:1: names opportunity",
      "src/components/ui/b.tsx:1: names product",
      "src/trpc/c.ts:1: names account",
      "src/trpc/d.ts:1: names opportunity",
      "src/server/e.ts:1: names pipeline",
    ],
    fine: {
      "src/modules/crm/accounts/rules.ts": 'export const first = "account";',
      "src/modules/platform/identity/auth/rules.ts":
        'export const text = "You already have an account. Accounts are yours.";',
      "src/server/a.test.ts": 'export const path = "/opportunities/1";',
      // Comments and variables are not checked.
      "src/trpc/c.ts": "// Of accounts and others.\nexport const account = (one: string) => one;",
      "src/components/ui/b.tsx": "export const B = () => <p>The product of two numbers.</p>;",
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
    rule: "R2 rooms of the platform build on those below them",
    broken: {
      "src/modules/platform/identity/members/rules.ts": 'import { a } from "@/modules/platform/data/imports/schema";',
      "src/modules/platform/files/rules.ts": "a();",
    },
    names: [
      "src/modules/platform/identity/members/rules.ts:1 (@/modules/platform/data/imports/schema): identity may not",
      "src/modules/platform/files/rules.ts: is in none",
    ],
    fine: {
      "src/modules/platform/module.ts": "a();",
      "src/modules/platform/identity/members/rules.ts": 'import { a } from "@/modules/platform/module";',
      "src/modules/platform/data/imports/rules.ts": 'import { a } from "@/modules/platform/identity/members/rules";',
      "src/modules/crm/accounts/rules.ts": 'import { a } from "@/modules/platform/data/imports/rules";',
    },
  },
  {
    rule: "R3 no cycle between domains",
    broken: {
      "src/modules/platform/identity/teams/schema.ts": 'import type { M } from "../members/schema";',
      "src/modules/platform/identity/members/operations.ts": 'import { t } from "../auth/operations";',
      "src/modules/platform/identity/auth/operations.ts": 'import { t } from "../teams/operations";',
    },
    names: ["platform/auth → platform/teams → platform/members → platform/auth"],
    fine: {
      "src/modules/platform/identity/teams/schema.ts": 'import type { M } from "../members/schema";',
      "src/modules/platform/identity/members/members.test.ts": 'import { t } from "../teams/schema";',
    },
  },
  {
    rule: "no circle between files, types included",
    broken: {
      "src/lib/a.ts": 'import type { B } from "./b";',
      "src/lib/b.ts": 'import { c } from "@/lib/c";',
      "src/lib/c.ts": 'import type { A } from "./a";',
    },
    names: ["src/lib/a.ts → src/lib/b.ts → src/lib/c.ts → src/lib/a.ts: src/lib/a.ts:1"],
    fine: {
      "src/lib/a.ts": 'import type { B } from "./b";\nimport type { C } from "./c";',
      "src/lib/b.ts": 'import { c } from "@/lib/c";',
      "src/lib/c.ts": 'import { z } from "zod";',
    },
  },
  {
    rule: "R4 the raw client only where no tenant is known yet",
    broken: {
      "src/modules/crm/accounts/operations.ts": 'import { platformClient } from "@/server/db/client";',
      "src/modules/platform/identity/teams/operations.ts": 'const load = () => import("@/server/db/client");',
    },
    names: ["src/modules/crm/accounts/operations.ts:1", "src/modules/platform/identity/teams/operations.ts:1"],
    fine: {
      "src/server/db/client.ts": "",
      "src/modules/platform/identity/auth/operations.ts": 'import { platformClient } from "@/server/db/client";',
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
      "src/server/tiles.ts": "const holder = globalThis as { tiles?: Map<string, Tile> };",
      "src/server/log.ts": 'Reflect.set(globalThis, "log", 1);',
    },
    names: [
      "src/modules/crm/accounts/operations.ts:2",
      "src/app/api/health/route.ts:1",
      "src/lib/url.ts:1",
      "prisma/seed/demo.ts:1",
      "src/server/scope.ts:1",
      "src/modules/crm/accounts/components/account-list.tsx:1",
      "src/server/limits.ts:1",
      "src/server/tiles.ts:1",
      "src/server/log.ts:1",
    ],
    fine: {
      "src/env.ts": "process.env.A;",
      "src/server/process-wide.ts": "Reflect.get(globalThis, key);",
      "src/components/a.tsx": "const f = (event: globalThis.KeyboardEvent) => 1;",
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
  ...fileCases,
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

  it("lets a module use all below it, and none above or beside it", () => {
    const graph = {
      platform: { on: [] },
      crm: { on: ["platform"] },
      pmo: { on: ["crm"] },
      ai: { on: ["pmo"] },
      hub: { on: ["pmo"] },
    };
    const tree = parseSourceTree({
      "src/modules/ai/chats/rules.ts":
        'import { a } from "@/modules/pmo/projects/schema"; import { b } from "@/modules/platform/identity/members/schema";',
      "src/modules/hub/pages/rules.ts": 'import { a } from "@/modules/ai/chats/schema";',
      "src/modules/pmo/projects/rules.ts": 'import { a } from "@/modules/ai/chats/schema";',
    });
    expect(wrongModuleOrder(tree, graph).map((one) => one.replace(/ .*: /, " "))).toEqual([
      "src/modules/hub/pages/rules.ts:1 hub may not import ai",
      "src/modules/pmo/projects/rules.ts:1 pmo may not import ai",
    ]);
  });

  it("has a case here", () => {
    expect(cases.map(({ rule }) => rule).sort()).toEqual(Object.keys(rules).sort());
  });
});
