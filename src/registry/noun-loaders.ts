import type { NounLoaders } from "@/components/fields/noun-loaders";
import type { NounEntity } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";

const plain = (noun: unknown) => noun as Noun;

/** Each kind of record with its fields, loaded when a filter reaches them from a record that points to it. */
export const nounLoaders: NounLoaders & { readonly [E in NounEntity]?: unknown } = {
  account: () => import("@/modules/crm/accounts/fields").then((module) => plain(module.accounts)),
  contact: () => import("@/modules/crm/contacts/fields").then((module) => plain(module.contacts)),
  product: () => import("@/modules/crm/products/fields").then((module) => plain(module.products)),
  productCategory: () =>
    import("@/modules/crm/product-categories/fields").then((module) => plain(module.productCategories)),
  opportunity: () => import("@/modules/crm/opportunities/fields").then((module) => plain(module.declared)),
  activity: () => import("@/modules/crm/activities/fields").then((module) => plain(module.activities)),
  activityOutcome: () =>
    import("@/modules/crm/activity-outcomes/fields").then((module) => plain(module.activityOutcomes)),
  project: () => import("@/modules/pmo/projects/fields").then((module) => plain(module.projects)),
};
