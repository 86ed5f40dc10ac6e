import "@/registry/operations";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EventDefinition } from "@/lib/events";
import { commentEvents } from "@/lib/nouns/events";
import { permissions } from "@/lib/roles";
import { declaredNouns } from "@/registry/nouns";
import { jobs, platformJobs } from "@/server/workflows/job";
import { exportedBy } from "./domain-exports";

type Kind = "events" | "jobs" | "scopes";

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === "object" && value !== null && "payload" in value && "entity" in value && "name" in value;

async function eventNames(): Promise<string[]> {
  const exported = await exportedBy("**/events.ts");
  const byHand = exported.flatMap(([, value]) => Object.values(value ?? {}).filter(isEvent));
  const derived = Object.values(declaredNouns).flatMap(({ noun }) =>
    [
      ...Object.values<unknown>(noun.events),
      ...Object.values<unknown>(noun.steps),
      ...Object.values<unknown>(noun.head.comments ? commentEvents(noun.entity) : {}),
    ].filter(isEvent),
  );
  return [...byHand, ...derived].map(({ name }) => name);
}

const file = join(import.meta.dirname, "public-names.json");
const published = JSON.parse(readFileSync(file, "utf8")) as Record<Kind, string[]>;

/**
 * Stored events, waiting jobs and keys hold these names. New ones are added by hand; none is renamed or removed. The names of
 * the API are in `contract`.
 */
test("every published name is still there", async () => {
  const now: Record<Kind, string[]> = {
    events: await eventNames(),
    jobs: [...jobs(), ...platformJobs()].map(({ id }) => id),
    scopes: [...permissions],
  };
  const lost = Object.entries(published).flatMap(([kind, names]) =>
    names.filter((name) => !now[kind as Kind].includes(name)),
  );
  expect(lost).toEqual([]);
});
