import { foldKey } from "@/lib/text";
import type { TagRow } from "./schema";

/** The query of the settings: archived tags too, each with its number of records. */
export const everyTag = { usage: true, archived: true } as const;

export interface TagGroup {
  /** Null for the tags without one. */
  category: string | null;
  tags: TagRow[];
}

/** Active tags by their category in the order of its name, those without one last; `q` is part of a name or category. */
export function tagGroups(tags: readonly TagRow[], q = ""): TagGroup[] {
  const wanted = foldKey(q);
  const groups = new Map<string, TagGroup>();
  for (const tag of tags) {
    const key = foldKey(tag.category ?? "");
    if (tag.archivedAt || !isFound(tag, wanted)) continue;
    const group = groups.get(key) ?? { category: tag.category, tags: [] };
    group.tags.push(tag);
    groups.set(key, group);
  }
  const last = groups.get("");
  groups.delete("");
  const named = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group);
  return last ? [...named, last] : named;
}

const isFound = ({ name, category }: TagRow, wanted: string) =>
  [name, category ?? ""].some((text) => foldKey(text).includes(wanted));

/** Archived tags by name. */
export const archivedTags = (tags: readonly TagRow[], q = ""): TagRow[] =>
  tags.filter((tag) => tag.archivedAt && isFound(tag, foldKey(q)));

/** The categories that tags have, each once. */
export function categoriesOf(tags: readonly TagRow[]): string[] {
  const known = new Map(tags.flatMap(({ category }) => (category ? [[foldKey(category), category]] : [])));
  return [...known.values()].sort((a, b) => a.localeCompare(b));
}

/** How many records have a tag. */
export const recordsWith = ({ usage = [] }: TagRow): number => usage.reduce((sum, { records }) => sum + records, 0);
