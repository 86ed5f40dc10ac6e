import { z } from "zod";
import { defineEvents, type EventDefinition, noData } from "@/lib/events";
import type { Fields } from "@/lib/fields/field";
import { statesIn } from "@/lib/fields/states";
import { createdEventData } from "./similar-schema";

/** The events of transitions, by their names: the values before and after. */
export const stepEvents = (entity: string, fields: Fields): Readonly<Record<string, EventDefinition>> => {
  const names = statesIn(fields).flatMap(([, { states }]) => Object.values(states).map(({ event }) => event));
  return defineEvents(entity, Object.fromEntries(names.map((name) => [name, step])), { batched: names });
};

/** Whether the act wrote a formatted text: its author then follows the record. */
const wrote = { wrote: z.literal(true).optional() };

const step = z.object({ from: z.string(), to: z.string(), ...wrote });

/** The events of records of every noun. */
export const nounEvents = <const E extends string>(entity: E) =>
  defineEvents(
    entity,
    {
      /** Also the similar records that were shown before it was saved. */
      created: z.object({ ...createdEventData, ...wrote }),
      updated: z.object(wrote),
      archived: noData,
      restored: noData,
      deleted: z.object({ name: z.string() }),
      imported: z.object({ created: z.boolean() }),
      /** A revert took the import's change back; `deleted` when the import had made the record. */
      importReverted: z.object({ deleted: z.boolean() }),
      /** A custom field got another kind, or a tag went into another: its values moved along. */
      valuesMoved: noData,
      /** Members whom a formatted text of the record mentions for the first time. */
      mentioned: z.object({ memberIds: z.array(z.uuid()) }),
    },
    { batched: ["updated", "archived", "restored"], quiet: ["imported", "importReverted", "valuesMoved"] },
  );
