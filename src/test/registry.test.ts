import { globSync } from "node:fs";
import { expect, it } from "vitest";
import type { EventDefinition } from "@/lib/events";
import { nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { noticesOfHead } from "@/lib/nouns/notices";
import type { NounHead } from "@/lib/nouns/noun-head";
import { referencesIn } from "@/lib/nouns/relations";
import { crmEntry } from "@/registry/crm";
import { hubEntry } from "@/registry/hub";
import { nav } from "@/registry/nav";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import { pmoEntry } from "@/registry/pmo";
import { nounScreens } from "@/registry/screens";
import { catalog, timelineOf } from "@/server/catalog";
import { linksIn } from "@/server/nouns/links";
import { namedOperations } from "@/server/nouns/named";
import { liveObject } from "@/server/signals/live";
import { type Job, jobs } from "@/server/workflows/job";
import { exportedBy } from "./domain-exports";

// An endpoint may import a domain that is missing in the registry's lists. No generic test would ever see it.

type AnyNoun = Parameters<typeof namedOperations>[2] & { noun: Noun };
const isNoun = (value: unknown): value is AnyNoun =>
  typeof value === "object" && value !== null && "noun" in value && "scope" in value;
const namedEntries = (value: AnyNoun) =>
  Object.entries(namedOperations(value.noun.entity, value.noun.head.path, value));

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === "object" && value !== null && "payload" in value && "entity" in value;

/** The objects of events, without the log of people: no screen shows that. */
async function eventEntities(): Promise<string[]> {
  const exported = await exportedBy("**/events.ts");
  const nouns = (await exportedBy("**/operations{,/*}.ts")).flatMap(([, value]) => (isNoun(value) ? [value.noun] : []));
  const events = [
    ...exported.flatMap(([, value]) => Object.values(value ?? {}).filter(isEvent)),
    ...nouns.flatMap((noun) => Object.values<unknown>(noun.events).filter(isEvent)),
  ];
  return [...new Set(events.map(({ entity }) => entity))].filter((entity) => entity !== "person");
}

it("knows every operation, each under its own name", async () => {
  const exported = await exportedBy("**/operations{,/*}.ts");
  const byHand = exported.filter(
    ([, value]) => typeof value === "function" && "realm" in value && value.realm !== "staff",
  );
  const declared = exported.flatMap(([, value]) => (isNoun(value) ? namedEntries(value) : []));
  const imported = nounImports.flatMap((one) => Object.entries(one.operations));
  const ours = [...byHand, ...declared, ...imported];
  const known = Object.entries<unknown>(operations);
  expect(ours.filter(([name, value]) => !known.some(([key, one]) => key === name && one === value))).toEqual([]);
  expect(known.length).toBe(new Set(ours.map(([name]) => name)).size);
});

it("knows every job", async () => {
  const isJob = (value: unknown): value is Job =>
    typeof value === "object" && value !== null && "atOnce" in value && "module" in value;
  const exported = (await exportedBy("**/jobs.ts")).flatMap(([, value]) => (isJob(value) ? [value.id] : []));
  const known = new Set([...exported, ...[...crmEntry.jobs, ...pmoEntry.jobs, ...hubEntry.jobs].map(({ id }) => id)]);
  expect(
    jobs()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([...known].toSorted());
});

it("begins work by the clock with an event that needs no content: the clock knows none", () => {
  const wrong = jobs().filter((job) => job.due && !job.on[0]?.payload.safeParse({}).success);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

it("tells open screens of every object that has events", async () => {
  expect((await eventEntities()).filter((entity) => !liveObject(entity))).toEqual([]);
});

it("has a timeline for every object that has events, but for what a person's own pages show", async () => {
  const withoutTimeline = (await eventEntities()).filter((entity) => !timelineOf(entity));
  expect(withoutTimeline.toSorted()).toEqual([
    "import",
    "notification",
    "notificationMail",
    "notificationPreference",
    "recordExport",
  ]);
});

it("gives its own notices of nouns on events that there are, with what their sentences name", async () => {
  const exported = (await exportedBy("**/events.ts")).flatMap(([, value]) =>
    Object.values(value ?? {}).filter(isEvent),
  );
  const steps = Object.values(declaredNouns).flatMap(({ noun }) => Object.values(noun.steps));
  const dataOf = (name: string) => {
    const payload = [...exported, ...steps].find((event) => event.name === name)?.payload as
      | { shape?: object }
      | undefined;
    return payload && Object.keys(payload.shape ?? {});
  };
  const wanting = Object.keys(nouns).flatMap((entity) =>
    Object.entries(noticesOfHead(entity)).flatMap(([event, { detail, only }]) => {
      const named = [...(detail ? [detail.in] : []), ...Object.keys(only ?? {})];
      const data = dataOf(`${entity}.${event}`);
      return data && named.every((name) => data.includes(name)) ? [] : [`${entity}.${event}`];
    }),
  );
  expect(wanting).toEqual([]);
});

it("opens a workspace with one noun", () => {
  expect(
    Object.entries<NounHead>(nouns).filter(
      ([
        ,
        {
          nav: { home },
        },
      ]) => home,
    ),
  ).toHaveLength(1);
});

it("takes back what it imports, and asks for all of it again afterwards", () => {
  const imported = catalog().importers.map((importer) => importer.catalog.entity);
  const reverted = catalog().reverts.map(({ entity }) => entity);
  const asked = liveObject("import")?.changesAll?.entities ?? [];
  expect(imported.filter((entity) => !reverted.includes(entity))).toEqual([]);
  expect(imported.filter((entity) => !asked.includes(entity))).toEqual([]);
});

it("offers an import in the lists of those nouns that have an importer, and of no other", () => {
  const importers = catalog().importers.map((importer) => importer.catalog.entity);
  const offered = Object.entries(nouns).flatMap(([entity, { imported }]) => (imported ? [entity] : []));
  expect(offered.toSorted()).toEqual(importers.filter((entity) => entity in nouns).toSorted());
});

const pages = globSync("src/app/(app)/[[]workspace[]]/*/[[]id[]]/page.tsx").map((file) => file.split("/").at(-3) ?? "");

it("leads to the list of every object that has pages of its own", () => {
  const lists = pages.filter((name) => name !== "[noun]");
  expect(lists.length).toBeGreaterThan(0);
  const led = nav.flatMap(({ entries }) => entries.map(({ path }) => path.slice(1)));
  expect(lists.filter((list) => !led.includes(list))).toEqual([]);
});

it("has a screen for every noun that has no pages of its own, or that belongs to others, and for no other", () => {
  const shown = Object.values(declaredNouns).flatMap(({ noun: { entity, head, fields } }) => {
    // Those with parts that point to others belong to these, too.
    const belongs = referencesIn(fields).some(([, { to }]) => to !== entity) || linksIn(fields).length > 0;
    return pages.includes(head.path) && !belongs ? [] : [entity];
  });
  expect(Object.keys(nounScreens).toSorted()).toEqual(shown.toSorted());
});
