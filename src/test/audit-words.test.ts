import "@/registry/register";
import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actWords, hasWords } from "@/modules/platform/history/audit/rules";
import { timelineOf } from "@/server/catalog";

/** Acts of people outside workspaces, which no log of a workspace has under these names. */
const elsewhere = new Set(["person"]);
/** Told by the refused act itself. */
const refused = "access.refused";

async function eventsOf(): Promise<{ name: string; entity: string }[]> {
  const files = globSync(["src/lib/*-events.ts", "src/modules/**/events.ts"]);
  const modules = await Promise.all(files.map((file) => import(join(process.cwd(), file))));
  const groups = modules.flatMap((module) => Object.values<Record<string, { name?: string; entity?: string }>>(module));
  return groups
    .flatMap((group) => (group && typeof group === "object" ? Object.values(group) : []))
    .flatMap((event) => (event?.name && event.entity ? [{ name: event.name, entity: event.entity }] : []));
}

test("each event has words for people, not its name with spaces", async () => {
  const events = (await eventsOf()).filter(({ entity, name }) => !elsewhere.has(entity) && name !== refused);
  expect(events.length).toBeGreaterThan(100);
  const bare = events.filter(({ entity, name }) => {
    const source = timelineOf(entity)?.catalog;
    return !hasWords({ name, verb: source?.timeline[name]?.verb ?? source?.logged?.[name] ?? null });
  });
  expect(bare.map(({ name }) => name)).toEqual([]);
});

test("an act ends without a word that waits for its object", async () => {
  for (const { entity, name } of (await eventsOf()).filter((event) => !elsewhere.has(event.entity))) {
    const verb = timelineOf(entity)?.catalog.timeline[name]?.verb ?? null;
    expect(actWords({ name, verb, fields: [] }, "en-US"), name).not.toMatch(/ (of|from|to|for|beside|with|by)$/);
  }
});
