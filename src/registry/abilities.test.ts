import "@/registry/register";
import { expect, test } from "vitest";
import type { Field } from "@/lib/fields/field";
import { commentedEntities, type NounEntity, nounEntities, nounOf, nouns } from "@/lib/nouns/all";
import { followedEntities } from "@/modules/platform/history/notifications/rules";
import { importerOf, timelineOf } from "@/server/catalog";
import { searchSources } from "@/server/search/source";
import { liveObject } from "@/server/signals/live";
import { declaredNouns } from "./nouns";
import { operations } from "./operations";

const nounCan = (entity: NounEntity, act: string) => act in declaredNouns[entity];
const searched = () => searchSources().map(({ entity }) => entity);

/** The acts of members on records, and whether a kind of record has each. Lists, views and exports read every declaration. */
const abilities: Record<string, (entity: NounEntity) => boolean> = {
  create: (entity) => nounCan(entity, "create"),
  "edit in place": (entity) => nounCan(entity, "update"),
  "filter, sort, views": (entity) => nounCan(entity, "list"),
  group: (entity) => nounCan(entity, "groups"),
  totals: (entity) => nounCan(entity, "totals"),
  "change many": (entity) => nounCan(entity, "bulk"),
  import: (entity) => nouns[entity].imported && importerOf(entity) !== undefined,
  export: (entity) => operations.askRecordExport.input.shape.noun.safeParse(entity).success,
  archive: (entity) => nounCan(entity, "archive"),
  restore: (entity) => nounCan(entity, "restore"),
  "delete for good": (entity) => nounCan(entity, "delete"),
  timeline: (entity) => timelineOf(entity) !== undefined,
  follow: (entity) => (followedEntities as readonly string[]).includes(entity),
  comments: (entity) => commentedEntities.includes(entity),
  files: (entity) => operations.listFiles.input.shape.entity.safeParse(entity).success,
  search: (entity) => searched().includes(entity),
  REST: (entity) => declaredNouns[entity].list.rest !== undefined,
  live: (entity) => liveObject(entity) !== undefined,
  board: (entity) => nounOf(entity)?.board !== undefined || declaredNouns[entity].noun.boardBy !== null,
};

const settingsList = "its records are a short list in the settings";
const keptNames = "old records go on naming it; it can be archived";
const oneStage = "no field of it is a sequence of stages that cards move through";
/** Why a kind of record lacks an ability. */
const reasons: Partial<Record<NounEntity, Record<string, string>>> = {
  account: { board: oneStage },
  contact: {},
  opportunity: {},
  project: {},
  task: {},
  activity: { board: oneStage, comments: "its notes and description are where people write" },
  product: {
    board: oneStage,
    "delete for good": keptNames,
    comments: "it is discussed on the opportunities that sell it",
  },
  productCategory: { group: settingsList, board: settingsList, "delete for good": keptNames, comments: settingsList },
  taskStatus: { board: settingsList, "delete for good": keptNames, comments: settingsList },
  workflow: { group: settingsList, board: settingsList, "delete for good": keptNames, comments: settingsList },
  activityOutcome: { group: settingsList, board: settingsList, "delete for good": keptNames, comments: settingsList },
};

const notGrouped = "no field of it has few values to group by";
const isGrouped = (entity: NounEntity) =>
  Object.values<Field>(declaredNouns[entity].noun.fields).some(({ groupable }) => groupable);
const notDeleted = "its head names nobody who may delete it; it can be archived";
/** A noun of `npm run new:noun` lacks these until its declaration says more. Anything else that it lacks needs a line above. */
const reasonsOfNew = (entity: NounEntity): Record<string, string> => {
  const { settings, comments, permissions } = nounOf(entity) ?? {};
  const beside = settings ? settingsList : "its head does not ask for them";
  return {
    ...(isGrouped(entity) ? {} : { group: settings ? settingsList : notGrouped }),
    ...(abilities.board?.(entity) ? {} : { board: settings ? settingsList : oneStage }),
    ...(permissions && "delete" in permissions ? {} : { "delete for good": settings ? keptNames : notDeleted }),
    ...(comments ? {} : { comments: beside }),
  };
};
const reasonsOf = (entity: NounEntity) => reasons[entity] ?? reasonsOfNew(entity);

const holesOf = (entity: NounEntity) => Object.keys(abilities).filter((name) => !abilities[name]?.(entity));

test("each ability that a kind of record lacks has a reason, and no other", () => {
  for (const entity of nounEntities)
    expect(Object.keys(reasonsOf(entity)).sort(), entity).toEqual(holesOf(entity).sort());
});

const yesOrNo = (has: boolean) => (has ? "yes" : "no");

/** A table as the formatter of the documentation writes it. */
function linesOf([head = [], ...rows]: string[][]): string[] {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

test("the table of abilities in the documentation is current", async () => {
  const table = [
    ["", ...nounEntities.map((entity) => nouns[entity].many)],
    ...Object.entries(abilities).map(([name, has]) => [name, ...nounEntities.map((entity) => yesOrNo(has(entity)))]),
  ];
  const why = nounEntities.flatMap((entity) =>
    Object.entries(reasonsOf(entity)).map(([name, reason]) => `- ${nouns[entity].many}, ${name}: ${reason}.`),
  );
  const text = [
    "# What each kind of record can do",
    "",
    "Written by `src/registry/abilities.test.ts` from the declarations (`npx vitest run --project unit abilities -u`).",
    "",
    ...linesOf(table),
    "",
    "## Why not",
    "",
    ...why,
    "",
  ];
  await expect(text.join("\n")).toMatchFileSnapshot("../../docs/abilities.md");
});
