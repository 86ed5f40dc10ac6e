import "server-only";
import { nouns } from "@/lib/nouns/all";
import type { NounRequests } from "@/lib/nouns/requests";
import * as accountDomains from "@/modules/crm/accounts/domains/operations";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { accountProcedures } from "@/modules/crm/accounts/router";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { crm } from "@/modules/crm/module";
import * as board from "@/modules/crm/opportunities/board/operations";
import { opportunityRequests } from "@/modules/crm/opportunities/components/related-requests";
import * as contactRoles from "@/modules/crm/opportunities/contacts/operations";
import * as stageHistory from "@/modules/crm/opportunities/history/operations";
import { pastStays } from "@/modules/crm/opportunities/history/row";
import * as emptyStages from "@/modules/crm/opportunities/import/operations/empty-stages";
import { remindOfOpportunities } from "@/modules/crm/opportunities/jobs";
import { pipelineLimit } from "@/modules/crm/opportunities/limits";
import * as productLines from "@/modules/crm/opportunities/lines/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import * as opportunityMove from "@/modules/crm/opportunities/operations/move";
import * as opportunityUndo from "@/modules/crm/opportunities/operations/undo-move";
import * as archivedPipelines from "@/modules/crm/opportunities/pipelines/operations";
import { opportunityProcedures } from "@/modules/crm/opportunities/router";
import * as removedStages from "@/modules/crm/opportunities/stages/operations";
import * as accountTotals from "@/modules/crm/opportunities/totals/operations";
import { lossReasonCatalog, pipelineCatalog, stageCatalog } from "@/modules/crm/pipelines/catalog";
import * as stageImport from "@/modules/crm/pipelines/import/operations/import-stages";
import * as lossReasons from "@/modules/crm/pipelines/loss-reasons/operations";
import * as pipelines from "@/modules/crm/pipelines/operations";
import { pipelinesRouter } from "@/modules/crm/pipelines/router";
import { lossReasonScope, pipelineScope, stageScope } from "@/modules/crm/pipelines/scope";
import * as stages from "@/modules/crm/pipelines/stages/operations";
import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { TimelineSource } from "@/server/catalog";
import { branchIds } from "@/server/nouns/family";
import { mergeJob } from "@/server/nouns/merge-job";
import { type NamedOperations, namedOperations } from "@/server/nouns/named";
import { type NounProcedures, nounProcedures, partProcedures } from "@/server/nouns/procedures";
import { operationsIn } from "./operations-in";

/** Every noun that is declared by its fields. */
export const declaredNouns = {
  productCategory: productCategoryOperations,
  product: productOperations,
  account: accountOperations,
  contact: contactOperations,
  opportunity: opportunityOperations,
};

type Declared = typeof declaredNouns;
type Entity = keyof Declared;
type PathOf<E extends Entity> = (typeof nouns)[E]["path"];

const entries = Object.entries(declaredNouns) as [Entity, Declared[Entity]][];

/** The lists of parts that their records have. */
export const nounParts = [productLines.opportunityLines, contactRoles.opportunityContacts];

const partsOf = (entity: Entity) => nounParts.filter(({ declared }) => declared.of === entity).map(partProcedures);

/** Their procedures, as the browser calls them: `api.products.list`. */
const derived = Object.fromEntries(
  entries.map(([entity, operations]) => [
    nouns[entity].path,
    Object.assign({}, nounProcedures(operations), ...partsOf(entity)),
  ]),
) as { [E in Entity as PathOf<E>]: NounProcedures<Declared[E]> };

/** The same with what some of them have beyond the operations of every noun; and the settings. */
export const nounRouters = {
  ...derived,
  accounts: { ...derived.accounts, ...accountProcedures },
  opportunities: { ...derived.opportunities, ...opportunityProcedures },
  pipelines: pipelinesRouter,
};

type Union<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer I) => void ? I : never;

/** Their operations by their API names: `listProducts`, `createProduct`. */
const derivedOperations = Object.assign(
  {},
  ...entries.map(([entity, operations]) => namedOperations(entity, nouns[entity].path, operations)),
) as Union<{ [E in Entity]: NamedOperations<E, PathOf<E>, Declared[E]> }[Entity]>;

/** The same with those that are written by hand. */
export const nounOperations = {
  ...derivedOperations,
  ...operationsIn(accountDomains),
  ...operationsIn(board),
  ...operationsIn(contactRoles),
  ...operationsIn(stageHistory),
  ...operationsIn(productLines),
  ...operationsIn(opportunityMove),
  ...operationsIn(opportunityUndo),
  ...operationsIn(archivedPipelines),
  ...operationsIn(removedStages),
  ...operationsIn(accountTotals),
  ...operationsIn(stageImport),
  ...operationsIn(emptyStages),
  ...operationsIn(lossReasons),
  ...operationsIn(pipelines),
  ...operationsIn(stages),
};

/** Their deferred work. */
export const nounJobs = [
  mergeJob(
    crm,
    Object.values(declaredNouns).map(({ made }) => made),
  ),
  remindOfOpportunities,
];

/** Everything of theirs of which a plan allows so many at once. */
export const nounLimits = [pipelineLimit];

/** The queries of pages that show them. */
export const nounRequests: { readonly [E in Entity]?: NounRequests } = { opportunity: opportunityRequests };

/** The objects whose changes update open screens. */
export const liveNouns = [
  { scope: pipelineScope },
  { scope: stageScope },
  { scope: lossReasonScope },
  ...Object.values(declaredNouns).map(({ scope }) => ({ scope })),
];

/** Whose past, family or people the timeline of a noun tells too. */
const beyond: { readonly [E in Entity]?: Pick<TimelineSource, "family" | "past" | "others"> } = {
  account: { family: (ctx, id) => branchIds(ctx, accountOperations.made, [id], "seen") },
  opportunity: { past: pastStays, others: contactRoles.contactsOf },
};

/** The objects whose events timelines show. */
export const nounTimelines: TimelineSource[] = [
  { catalog: pipelineCatalog, scope: pipelineScope, setting: true },
  { catalog: stageCatalog, scope: stageScope, setting: true },
  { catalog: lossReasonCatalog, scope: lossReasonScope, setting: true },
  ...entries.map(([entity, { noun, scope }]) => ({
    catalog: noun.catalog,
    scope,
    ...beyond[entity],
    ...(noun.settings ? { setting: true as const } : {}),
  })),
];

/** The records that search finds. */
export const nounSearches = Object.values(declaredNouns).map(({ search }) => search);
