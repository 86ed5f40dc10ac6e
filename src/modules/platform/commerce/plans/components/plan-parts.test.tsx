import { describe, expect, test } from "vitest";
import { PlanBanner } from "@/components/layout/plan-banner";
import { WorkspaceProvider, type WorkspaceView } from "@/components/layout/workspace-context";
import { planKeys, versionOf } from "@/lib/plans";
import { exampleWorkspace, markupOf } from "@/test/part";
import type { PlanModuleRow, PlanOverview } from "../schema";
import { ModuleOff } from "./module-off";
import { ModulesTable } from "./modules-table";
import { PlanComparison } from "./plan-comparison";

function shown(part: React.ReactNode, own: Partial<WorkspaceView>): string {
  return markupOf(<WorkspaceProvider value={{ ...exampleWorkspace, ...own }}>{part}</WorkspaceProvider>);
}

const row = (own: Partial<PlanModuleRow>): PlanModuleRow => ({
  ...{ module: "crm-core", label: "CRM core", purpose: "Accounts.", group: "core", state: "included", included: true },
  ...{ bought: false, allowed: true, trialEndsAt: null, mayTry: false, prices: null, limits: [] },
  ...own,
});
const projects = row({
  ...{ module: "pmo", label: "Projects", purpose: "Runs projects.", state: "off", included: false, allowed: false },
  ...{ mayTry: true, prices: { month: 4_900, year: 49_000 } },
});
const offers = versionOf(null).plans;
const plan: PlanOverview = {
  ...{ plan: "professional", label: "Professional", standing: "active", interval: "year", currency: "USD" },
  ...{ requestsPerMinute: 500, trialEndsAt: null, cancelAt: null, readOnly: null },
  seats: { used: 12, most: 25, paid: 15, invited: 2, waiting: 0 },
  limits: [
    {
      limit: "customFields",
      label: "Custom fields",
      one: "field",
      many: "fields",
      per: null,
      used: 19,
      most: 100,
      resetsOn: null,
    },
  ],
  over: [],
  modules: [row({}), projects],
  plans: planKeys.map((key) => ({ plan: key, ...offers[key] })),
};

describe("the modules", () => {
  const table = (own: Partial<PlanOverview>, permissions: string[], buys = false) =>
    shown(<ModulesTable plan={{ ...plan, ...own }} buys={buys} onBuy={() => undefined} />, { permissions });

  test("a module that is off is offered for a trial to those who may switch modules", () => {
    const markup = table({}, ["workspace:manage"]);
    expect(markup).toContain("19 of 100 fields");
    expect(markup).toContain("Always on");
    expect(markup).toContain("Try 14 days");
    expect(markup).toContain("$490");
    expect(table({}, [])).not.toContain("Try 14 days");
  });

  test("groups are there only with modules, and what is bought is summed up", () => {
    expect(table({}, [])).not.toMatch(/AI modules|Integrations/);
    const slack = row({ module: "integration-slack", label: "Slack", group: "integration" });
    expect(table({ modules: [slack] }, [])).toContain("Integrations");
    const bought = { ...projects, state: "on", bought: true } as const;
    expect(table({ modules: [bought] }, [])).toContain("1 add-on bought, $490 a year");
  });
});

describe("the plans beside each other", () => {
  const compared = (may: { look: boolean; buy: boolean }, own: Partial<PlanOverview> = {}) => {
    const rest = { id: "plans", note: null, onChoose: () => undefined, onInterval: undefined };
    return shown(<PlanComparison {...rest} plan={{ ...plan, ...own }} may={may} />, {});
  };

  test("the present plan is marked, and the price is that of this workspace", () => {
    const markup = compared({ look: true, buy: true });
    expect(markup).toContain("Your 15 seats, a year");
    expect(markup).toContain("$4,350");
    expect(markup).toContain("$8,850");
    expect(markup).toMatch(/aria-current="true"[^>]*>Professional/);
    expect(markup).not.toContain("Trial");
  });

  test("add-ons are spoken of only where there are any", () => {
    const may = { look: true, buy: true };
    expect(compared(may)).toContain("CRM core and any add-on");
    expect(compared(may, { modules: [row({ module: "crm-core" })] })).not.toMatch(/add-on|All included/);
  });

  test("only what a member may do is offered", () => {
    expect(compared({ look: true, buy: true })).toContain("Move to Enterprise");
    expect(compared({ look: true, buy: true })).toContain("Move to Starter");
    expect(compared({ look: true, buy: false })).not.toContain("Move to Enterprise");
    expect(compared({ look: false, buy: false })).not.toMatch(/Move to|Choose|See /);
    const trial = { plan: "trial", interval: null } as const;
    expect(compared({ look: true, buy: true }, trial)).toContain("Choose Enterprise");
    expect(compared({ look: true, buy: true }, trial)).toContain("See Starter");
  });
});

test("a module that is off leads owners and admins to the plan, and tells others whom to ask", () => {
  const seenBy = (mayOpen: boolean) => shown(<ModuleOff label="Projects" />, { plan: { mayOpen, notice: null } });
  expect(seenBy(true)).toContain('href="/halden/settings/plan"');
  expect(seenBy(true)).not.toContain("Ask an owner");
  expect(seenBy(false)).not.toContain("/settings/plan");
  expect(seenBy(false)).toContain("Ask an owner or admin.");
});

test("the line above every page tells the reason, and leads only those who may go there", () => {
  const notice = { tone: "warning", text: "This workspace is read-only.", day: null } as const;
  const seenBy = (plan: WorkspaceView["plan"]) => shown(<PlanBanner />, { plan });
  expect(seenBy({ mayOpen: true, notice })).toContain("/halden/settings/plan");
  expect(seenBy({ mayOpen: false, notice })).toContain("This workspace is read-only.");
  expect(seenBy({ mayOpen: false, notice })).not.toMatch(/settings|Hide/);
  const trial = { tone: "info", text: "The trial ends tomorrow.", day: "2026-02-14" } as const;
  expect(seenBy({ mayOpen: true, notice: trial })).toContain("Hide this until tomorrow");
  expect(seenBy({ mayOpen: true, notice: null })).toBe("");
});
