import "server-only";
import type { NounRequests } from "@/lib/nouns/requests";
import * as accountDomains from "@/modules/crm/accounts/domains/operations";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { accountProcedures } from "@/modules/crm/accounts/router";
import * as activityCalendar from "@/modules/crm/activities/calendar/operations";
import { activityCatalog } from "@/modules/crm/activities/catalog";
import { activityRequests } from "@/modules/crm/activities/components/activity-requests";
import * as followUps from "@/modules/crm/activities/follow-ups/operations";
import { followUpsRouter } from "@/modules/crm/activities/follow-ups/router";
import { remindOfActivities, repeatActivities } from "@/modules/crm/activities/jobs";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { firstActivity } from "@/modules/crm/activities/operations/first-activity";
import * as activityLog from "@/modules/crm/activities/operations/log";
import { activityProcedures } from "@/modules/crm/activities/router";
import { activityAgenda, activityTimeline } from "@/modules/crm/activities/row";
import { sampleAccounts } from "@/modules/crm/activities/samples/operations/sample-accounts";
import { sampleActivities } from "@/modules/crm/activities/samples/operations/sample-activities";
import { sampleContacts } from "@/modules/crm/activities/samples/operations/sample-contacts";
import { sampleOpportunities } from "@/modules/crm/activities/samples/operations/sample-opportunities";
import { seriesAboutPeople } from "@/modules/crm/activities/series/operations/forget-person";
import * as activityRepeat from "@/modules/crm/activities/series/operations/set-repeat";
import * as activitySeries from "@/modules/crm/activities/series/operations/update-series";
import { bootstrapActivityOutcomes } from "@/modules/crm/activity-outcomes/bootstrap";
import { activityOutcomeOperations } from "@/modules/crm/activity-outcomes/operations";
import { contactCatalog } from "@/modules/crm/contacts/catalog";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { contactNextSteps } from "@/modules/crm/contacts/row";
import { crm } from "@/modules/crm/module";
import * as board from "@/modules/crm/opportunities/board/operations";
import { opportunityRequests } from "@/modules/crm/opportunities/components/related-requests";
import * as contactRoles from "@/modules/crm/opportunities/contacts/operations";
import * as stageHistory from "@/modules/crm/opportunities/history/operations";
import { pastStays } from "@/modules/crm/opportunities/history/row";
import * as emptyStages from "@/modules/crm/opportunities/import/operations/empty-stages";
import { computeServiceTimes, remindOfOpportunities } from "@/modules/crm/opportunities/jobs";
import { pipelineLimit } from "@/modules/crm/opportunities/limits";
import * as productLines from "@/modules/crm/opportunities/lines/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { firstMove } from "@/modules/crm/opportunities/operations/first-move";
import * as opportunityMove from "@/modules/crm/opportunities/operations/move";
import * as opportunityUndo from "@/modules/crm/opportunities/operations/undo-move";
import * as archivedPipelines from "@/modules/crm/opportunities/pipelines/operations";
import { opportunityProcedures } from "@/modules/crm/opportunities/router";
import { expectedCloses, opportunityNextSteps } from "@/modules/crm/opportunities/row";
import * as removedStages from "@/modules/crm/opportunities/stages/operations";
import * as accountTotals from "@/modules/crm/opportunities/totals/operations";
import { opportunityTiles } from "@/modules/crm/opportunities/totals/row";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { lossReasonCatalog, pipelineCatalog, stageCatalog } from "@/modules/crm/pipelines/catalog";
import * as lossReasonImport from "@/modules/crm/pipelines/import/operations/import-loss-reasons";
import * as stageImport from "@/modules/crm/pipelines/import/operations/import-stages";
import * as lossReasons from "@/modules/crm/pipelines/loss-reasons/operations";
import * as pipelines from "@/modules/crm/pipelines/operations";
import { pipelinesRouter } from "@/modules/crm/pipelines/router";
import { lossReasonScope, pipelineScope, stageScope } from "@/modules/crm/pipelines/scope";
import * as stages from "@/modules/crm/pipelines/stages/operations";
import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { TimelineSource } from "@/server/catalog";
import { eraseJob } from "@/server/nouns/erase-job";
import { branchIds } from "@/server/nouns/family";
import { mergeJob } from "@/server/nouns/merge-job";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

/** The nouns that are declared by their fields. */
export const crmNouns = {
  productCategory: productCategoryOperations,
  product: productOperations,
  account: accountOperations,
  contact: contactOperations,
  opportunity: opportunityOperations,
  activityOutcome: activityOutcomeOperations,
  activity: activityOperations,
};

type Entity = keyof typeof crmNouns;

/** The lists of parts that their records have. */
export const crmParts = [productLines.opportunityLines, contactRoles.opportunityContacts];

/** Their procedures beyond those of every noun, by the paths of the nouns. */
export const crmProcedures = {
  accounts: accountProcedures,
  activities: activityProcedures,
  opportunities: opportunityProcedures,
};

/** The queries of pages that show them. */
export const crmRequests: { readonly [E in Entity]?: NounRequests } = {
  opportunity: opportunityRequests,
  activity: activityRequests,
};

/** Whose family or people the timeline of a noun shows too, and what timelines show of it at other dates than its events; its catalogue, if it says more than its fields. */
export const crmTimelines: {
  readonly [E in Entity]?: Partial<Pick<TimelineSource, "catalog" | "family" | "dated" | "others">>;
} = {
  account: { family: (ctx, id) => branchIds(ctx, accountOperations.runtime, [id]) },
  activity: { catalog: activityCatalog, dated: activityTimeline },
  contact: { catalog: contactCatalog },
  opportunity: { dated: pastStays, others: contactRoles.contactsOf },
};

export const crmEntry = {
  operations: {
    ...operationsIn(accountDomains),
    ...operationsIn(activityCalendar),
    ...operationsIn(activityLog),
    ...operationsIn(activityRepeat),
    ...operationsIn(activitySeries),
    ...operationsIn(followUps),
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
    ...operationsIn(lossReasonImport),
    ...operationsIn(emptyStages),
    ...operationsIn(lossReasons),
    ...operationsIn(pipelines),
    ...operationsIn(stages),
  },
  routers: { pipelines: pipelinesRouter, followUps: followUpsRouter },
  jobs: [
    mergeJob(
      crm,
      Object.values(crmNouns).map(({ runtime }) => runtime),
    ),
    eraseJob(
      crm,
      Object.values(crmNouns).map(({ runtime }) => runtime),
    ),
    remindOfOpportunities,
    computeServiceTimes,
    remindOfActivities,
    repeatActivities,
  ],
  tiles: opportunityTiles,
  digest: [followUps.followUpDigest],
  personal: [seriesAboutPeople],
  agenda: [activityAgenda, expectedCloses, opportunityNextSteps, contactNextSteps],
  limits: [pipelineLimit],
  firstSteps: [firstMove, firstActivity],
  samples: [sampleAccounts, sampleContacts, sampleOpportunities, sampleActivities],
  bootstraps: [bootstrapPipelines, bootstrapActivityOutcomes],
  live: [{ scope: pipelineScope }, { scope: stageScope }, { scope: lossReasonScope }],
  timelines: [
    { catalog: pipelineCatalog, scope: pipelineScope, setting: true },
    { catalog: stageCatalog, scope: stageScope, setting: true },
    { catalog: lossReasonCatalog, scope: lossReasonScope, setting: true },
  ],
} as const satisfies RegistryEntry;
