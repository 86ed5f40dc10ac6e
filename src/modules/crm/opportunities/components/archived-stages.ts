import { counted } from "@/lib/counted";
import { foldKey } from "@/lib/text";
import type { Pipeline } from "../../pipelines/schema";
import type { OpenByStage } from "../pipelines/schema";

interface Named {
  id: string;
  name: string;
}

/** Suggests for each stage one of another pipeline: of the same name, else in the same place, else the last. */
export function suggestedStages(from: readonly Named[], to: readonly Named[]): Map<string, string> {
  const suggestions = from.flatMap(({ id, name }, place): [string, string][] => {
    const same = to.find((stage) => foldKey(stage.name) === foldKey(name));
    const target = same ?? to[Math.min(place, to.length - 1)];
    return target ? [[id, target.id]] : [];
  });
  return new Map(suggestions);
}

/**
 * Where a closed opportunity goes when it is reopened: to the open stage that it was in before, or else the first one.
 * An opportunity of an archived pipeline goes to the default one.
 */
export function reopenedIn(
  own: Pipeline | undefined,
  before: string | undefined,
  inUse: readonly Pipeline[],
): string | undefined {
  const firstOpen = (pipeline: Pipeline | undefined) => pipeline?.stages.find(({ type }) => type === "open")?.id;
  return own?.archivedAt ? firstOpen(inUse.find(({ isDefault }) => isDefault)) : (before ?? firstOpen(own));
}

/** "12 open opportunities and 3 archived ones" */
export function countText(stages: OpenByStage, locale: string): string {
  const sum = (key: "count" | "archived") => stages.reduce((total, stage) => total + stage[key], 0);
  const [open, archived] = [sum("count"), sum("archived")];
  const one = (count: number, state: string) =>
    counted(count, { one: `${state} opportunity`, many: `${state} opportunities` }, locale);
  if (archived === 0) return one(open, "open");
  if (open === 0) return one(archived, "archived");
  return `${one(open, "open")} and ${archived.toLocaleString(locale)} archived`;
}
