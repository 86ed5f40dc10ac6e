import "server-only";
import { billingCatalog } from "@/modules/platform/commerce/billing/catalog";
import {
  findLateBilling,
  followMembers,
  notifyUnpaid,
  reconcileBilling,
  resumeBilling,
  sendUsage,
  syncBilling,
  tidyBilling,
} from "@/modules/platform/commerce/billing/jobs";
import * as billingChanges from "@/modules/platform/commerce/billing/operations/change";
import * as checkouts from "@/modules/platform/commerce/billing/operations/checkout";
import * as billingDetails from "@/modules/platform/commerce/billing/operations/details";
import * as planEnds from "@/modules/platform/commerce/billing/operations/ending";
import * as billingInvoices from "@/modules/platform/commerce/billing/operations/invoices";
import * as billing from "@/modules/platform/commerce/billing/operations/overview";
import * as billingPortal from "@/modules/platform/commerce/billing/operations/portal";
import { billingRouter } from "@/modules/platform/commerce/billing/router";
import { billingScope } from "@/modules/platform/commerce/billing/scope";
import { planCatalog } from "@/modules/platform/commerce/plans/catalog";
import { notifyTrials } from "@/modules/platform/commerce/plans/jobs";
import * as planExcess from "@/modules/platform/commerce/plans/operations/excess";
import * as planModules from "@/modules/platform/commerce/plans/operations/modules";
import * as planOverview from "@/modules/platform/commerce/plans/operations/overview";
import { plansRouter } from "@/modules/platform/commerce/plans/router";
import { planScope } from "@/modules/platform/commerce/plans/scope";
import { budgetAlertCatalog, budgetCatalog } from "@/modules/platform/commerce/usage/budgets/catalog";
import * as budgetSettings from "@/modules/platform/commerce/usage/budgets/operations/budgets";
import * as budgetLists from "@/modules/platform/commerce/usage/budgets/operations/list";
import { budgetsRouter } from "@/modules/platform/commerce/usage/budgets/router";
import { budgetAlertScope, budgetScope } from "@/modules/platform/commerce/usage/budgets/scope";
import { tendUsage } from "@/modules/platform/commerce/usage/jobs";
import * as usageAlerts from "@/modules/platform/commerce/usage/operations/alerts";
import * as usageEvents from "@/modules/platform/commerce/usage/operations/events";
import * as usageSums from "@/modules/platform/commerce/usage/operations/summary";
import { usageRouter } from "@/modules/platform/commerce/usage/router";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const commerceEntry = {
  operations: {
    ...operationsIn(planOverview),
    ...operationsIn(planModules),
    ...operationsIn(planExcess),
    ...operationsIn(billing),
    ...operationsIn(billingInvoices),
    ...operationsIn(billingDetails),
    ...operationsIn(billingChanges),
    ...operationsIn(checkouts),
    ...operationsIn(planEnds),
    ...operationsIn(billingPortal),
    ...operationsIn(usageSums),
    ...operationsIn(usageEvents),
    ...operationsIn(usageAlerts),
    ...operationsIn(budgetSettings),
    ...operationsIn(budgetLists),
  },
  routers: { plans: plansRouter, billing: billingRouter, usage: usageRouter, budgets: budgetsRouter },
  jobs: [notifyTrials, syncBilling, resumeBilling, reconcileBilling, sendUsage, followMembers, notifyUnpaid, tendUsage],
  platformJobs: [findLateBilling, tidyBilling],
  live: [
    { scope: planScope },
    { scope: billingScope, level: "admins" },
    { scope: budgetScope, level: "admins" },
    { scope: budgetAlertScope, level: "admins" },
  ],
  timelines: [
    { catalog: planCatalog, scope: planScope, setting: true },
    { catalog: billingCatalog, scope: billingScope, setting: true },
    { catalog: budgetCatalog, scope: budgetScope, setting: true },
    { catalog: budgetAlertCatalog, scope: budgetAlertScope, setting: true },
  ],
} as const satisfies RegistryEntry;
