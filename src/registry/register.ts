import "server-only";
import { nouns } from "@/lib/nouns/all";
import { planEvents } from "@/lib/plan-events";
import { readExcerpts } from "@/modules/platform/data/comments/operations/excerpts";
import { importSources } from "@/modules/platform/data/imports/row";
import { eventsOnPeople, ownEventsOnPeople } from "@/modules/platform/history/events/operations/redact";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { memberList, shapedMember } from "@/modules/platform/identity/members/row";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import { registerAgenda } from "@/server/agenda";
import { registerBootstraps } from "@/server/bootstraps";
import { inDependencyOrder, registerCatalog } from "@/server/catalog";
import { registerDigest } from "@/server/digest";
import { registerFirstSteps } from "@/server/first-steps";
import { registerLimits } from "@/server/limits";
import { registerLists } from "@/server/list-targets";
import { registerFirstAttempt } from "@/server/mail-attempts";
import { registerExcerpts } from "@/server/mention-excerpts";
import { registerModuleLimits } from "@/server/module-limits";
import { exportedNoun, registerExported } from "@/server/nouns/exported";
import { registerMany } from "@/server/nouns/many";
import { mentionsPlace } from "@/server/nouns/mentions-place";
import { recordPlaces } from "@/server/nouns/personal-places";
import { shapedNoun } from "@/server/nouns/shaped";
import { registerConsumers } from "@/server/outbox/consumers";
import { registerPersonalPlaces } from "@/server/personal/places";
import { registerShapes } from "@/server/record-shape";
import { registerSamples } from "@/server/samples";
import { forgottenWords } from "@/server/search/forget-words";
import { registerSearch } from "@/server/search/source";
import { signals } from "@/server/signals/consumer";
import { registerLive } from "@/server/signals/live";
import { registerProviders } from "@/server/sync/provider";
import { registerTiles } from "@/server/tiles";
import { workflows } from "@/server/workflows/consumer";
import { registerJobs } from "@/server/workflows/job";
import { wakes } from "@/server/workflows/wakes";
import { entries as modules } from "./all";
import type { RegistryEntry } from "./entry";
import { nounImports } from "./noun-imports";
import { declaredNouns, nounTimelines } from "./nouns";

// Everything that domains register with the kernel and each other. Each entry of the app and the background thread
// loads all of it, because any of them may be the first to need it.

const entries: readonly RegistryEntry[] = modules;
const declared = Object.values(declaredNouns);

registerBootstraps(entries.flatMap(({ bootstraps = [] }) => bootstraps));
registerAgenda(
  entries.flatMap(({ agenda = [] }) => agenda),
  Object.fromEntries(Object.entries(declaredNouns).map(([entity, { update }]) => [entity, update as never])),
);
registerTiles(entries.flatMap(({ tiles = [] }) => tiles));
registerFirstSteps(entries.flatMap(({ firstSteps = [] }) => firstSteps));
registerSamples(entries.flatMap(({ samples = [] }) => samples));
registerDigest(entries.flatMap(({ digest = [] }) => digest));
registerExported(declared.map(exportedNoun));
registerShapes([...declared.map(shapedNoun), shapedMember]);
registerPersonalPlaces([
  ownEventsOnPeople,
  ...recordPlaces(declared.map(({ runtime }) => runtime)),
  ...entries.flatMap(({ personal = [] }) => personal),
  mentionsPlace(declared.map(({ runtime }) => runtime)),
  forgottenWords,
  // Last: the request says by which texts a person is found.
  eventsOnPeople,
]);
registerMany(declaredNouns);
registerJobs(
  entries.flatMap(({ jobs = [] }) => jobs),
  {
    platformJobs: entries.flatMap(({ platformJobs = [] }) => platformJobs),
    wakesAll: [
      ...Object.values(planEvents),
      workspaceEvents.updated,
      workspaceEvents.reactivated,
      workspaceEvents.deletionUndone,
    ],
  },
);
registerLimits(entries.flatMap(({ limits = [] }) => limits));
registerModuleLimits(entries.flatMap(({ moduleLimits = [] }) => moduleLimits));
registerProviders(entries.flatMap(({ providers = [] }) => providers));
registerLive([...declared.map(({ scope }) => ({ scope })), ...entries.flatMap(({ live }) => live)]);
registerConsumers([workflows, signals, notifications, wakes]);

registerExcerpts(readExcerpts);

// E-mails are loaded for the first one: they need React, which no thread can load.
registerFirstAttempt(async (ctx, mailId) => {
  const { attemptNow } = await import("@/modules/platform/history/notifications/mails/operations/attempt-now");
  return await attemptNow(ctx, mailId);
});

registerCatalog({
  timelines: [...nounTimelines, ...entries.flatMap(({ timelines }) => timelines)],
  batchSources: importSources,
  importers: inDependencyOrder([
    ...nounImports.map(({ importer }) => importer),
    ...entries.flatMap(({ importers = [] }) => importers),
  ]),
  references: [
    ...entries.flatMap(({ references = [] }) => references),
    ...nounImports.flatMap(({ reference, otherObjects }) => [reference, ...(otherObjects?.references ?? [])]),
  ],
  // Records that point to others are reverted first.
  reverts: [
    ...nounImports.toReversed().flatMap(({ revert, otherObjects }) => [revert, ...(otherObjects?.reverts ?? [])]),
    ...entries.flatMap(({ reverts = [] }) => reverts),
  ],
});

registerLists([...declared.map(({ table }) => table.list), memberList]);

// In the order of the sidebar; members come last.
const placeOf = (entity: string) => nouns[entity as keyof typeof nouns].nav.place;
registerSearch([
  ...declared.map(({ search }) => search).toSorted((a, b) => placeOf(a.entity) - placeOf(b.entity)),
  ...entries.flatMap(({ searches = [] }) => searches),
]);
