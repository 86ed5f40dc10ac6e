import { z } from "zod";
import { defineEvents } from "@/lib/events";
import type { Field, Fields } from "@/lib/fields/field";

/** The most records of a noun that is a list in the settings: its page and its order hold all of them. */
export const maxSettings = 1000;

/** The events of a noun that is a list in the settings. */
export const settingEvents = <const E extends string>(entity: E) =>
  defineEvents(entity, {
    /** Its place in the list is now right after that record, or first. */
    moved: z.object({ afterId: z.uuid().nullable() }),
    /** Its records get the other one, and it is deleted at the end. */
    merged: z.object({ intoId: z.uuid() }),
  });
export type SettingEvents = ReturnType<typeof settingEvents>;

/** The field with the colour of a record; undefined if records have none. */
export const colorField = (fields: Fields): string | undefined =>
  Object.entries<Field>(fields).find(([, field]) => field.kind === "choice" && "palette" in field)?.[0];

interface Placed {
  id: string;
  position?: number | null;
}

/** Sorts records by their position; new ones come last, in the order of their creation. */
export const byPosition = <R extends Placed>(rows: readonly R[]): R[] =>
  rows.toSorted(
    (one, other) =>
      (one.position ?? Number.MAX_SAFE_INTEGER) - (other.position ?? Number.MAX_SAFE_INTEGER) ||
      (one.id < other.id ? -1 : 1),
  );
