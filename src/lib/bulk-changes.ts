import { z } from "zod";
import { endsSeries } from "./bulk";
import { maxChoices } from "./fields/choices";
import { filterShape } from "./list";
import { id } from "./zod";

/** The most records that are changed in one request; more are changed by a job. */
export const atOnceLimit = 200;
/** The records of one transaction of such a job. */
export const batchLimit = 500;

const field = z.string().min(1).max(100);
const values = z.array(z.string().max(200)).min(1).max(maxChoices);

/** One change of many records: of a field, of the record itself, or an act that only this kind of record has. */
export const bulkChange = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("set"), field, value: z.unknown().optional() }),
    z.object({ type: z.literal("clear"), field }),
    /** Of choices, tags and members: adds values to those that each record has. */
    z.object({ type: z.literal("add"), field, values }),
    z.object({ type: z.literal("remove"), field, values }),
    /** Moves a date, or a time on the clocks of the member, by days. */
    z.object({ type: z.literal("shift"), field, days: z.int().min(-36_500).max(36_500) }),
    /** Adds a part of the value to it; below zero it takes away. */
    z.object({ type: z.literal("percent"), field, percent: z.number().min(-100).max(10_000) }),
    z.object({ type: z.literal("archive"), endsSeries }),
    z.object({ type: z.literal("restore") }),
    z.object({ type: z.literal("delete") }),
    /** An act of this kind of record, such as a move to another stage. */
    z.object({ type: z.literal("act"), name: z.string().min(1).max(50), values: z.record(z.string(), z.unknown()) }),
  ])
  .meta({ id: "BulkChange" });
export type BulkChange = z.output<typeof bulkChange>;

/** The most records that a selection names one by one. */
const maxSelected = 1_000;

/** The chosen records with the versions that were seen, or all that a list shows under its filter. */
export const bulkSelection = z
  .union([
    z.object({ ids: z.array(id).min(1).max(maxSelected), versions: z.record(z.string(), z.int()).optional() }),
    z.object({
      all: z.object({ ...filterShape, archived: z.boolean().optional() }),
    }),
  ])
  .meta({ id: "BulkSelection" });
export type BulkSelection = z.output<typeof bulkSelection>;
