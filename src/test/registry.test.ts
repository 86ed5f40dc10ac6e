import { globSync } from "node:fs";
import { expect, it } from "vitest";
import type { EventDefinition } from "@/lib/events";
import { nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { nav } from "@/registry/nav";
import { nounImports } from "@/registry/noun-imports";
import { operations } from "@/registry/operations";
import { catalog, timelineOf } from "@/server/catalog";
import { namedOperations } from "@/server/nouns/named";
import { liveObject } from "@/server/signals/live";
import { type Job, jobs } from "@/server/workflows/job";
import { exportedBy } from "./domain-exports";

// A door may reach a domain past the lists of the registry. What is not on them no generic test would ever see.

type AnyNoun = Parameters<typeof namedOperations>[2] & { noun: Noun };
const isNoun = (value: unknown): value is AnyNoun =>
  typeof value === "object" && value !== null && "noun" in value && "scope" in value;
const namedEntries = (value: AnyNoun) =>
  Object.entries(namedOperations(value.noun.entity, value.noun.head.path, value));

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === "object" && value !== null && "payload" in value && "entity" in value;

/** Of which objects events tell, without the log of people: nobody's screen shows that. */
async function toldEntities(): Promise<string[]> {
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
  const byHand = exported.filter(([, value]) => typeof value === "function" && "realm" in value);
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
  expect(
    jobs()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(exported.toSorted());
});

it("tells open screens of every object that has events", async () => {
  expect((await toldEntities()).filter((entity) => !liveObject(entity))).toEqual([]);
});

it("has a timeline for every object that has events, but for what a person's own pages show", async () => {
  const untold = (await toldEntities()).filter((entity) => !timelineOf(entity));
  expect(untold.toSorted()).toEqual(["import", "notification", "notificationMail", "notificationPreference"]);
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

it("leads to the list of every object that has pages of its own", () => {
  const lists = globSync("src/app/(app)/[[]workspace[]]/*/[[]id[]]/page.tsx").map((file) => file.split("/").at(-3));
  expect(lists.length).toBeGreaterThan(2);
  const led = nav.flatMap(({ entries }) => entries.map(({ path }) => path.slice(1)));
  expect(lists.filter((list) => !led.includes(list ?? ""))).toEqual([]);
});
