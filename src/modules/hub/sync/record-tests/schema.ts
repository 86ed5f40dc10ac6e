import { z } from "zod";
import { id } from "@/lib/zod";
import { changedField } from "../schema";

export const testSyncRecordInput = z.object({
  objectId: id,
  /** A record here, or one there by its id or by the property by which records are recognised: an e-mail address, a domain. */
  record: z.union([z.object({ here: id }), z.object({ there: z.string().trim().min(1).max(200) })]),
  /** Changes that are not saved. */
  fields: z.array(changedField).max(300).default([]),
});

/** A value after its way to the other side, or why it does not arrive; null where there is no record to start from. */
const arrived = z.union([z.object({ value: z.string().nullable() }), z.object({ problem: z.string() })]).nullable();
const testedField = z
  .object({
    field: z.string(),
    label: z.string(),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    /** Their value as it would be here, and ours as it would be there. */
    comesIn: arrived,
    goesOut: arrived,
    /** The side that would be written; `ask`: somebody chooses, `waits`: for the reason in `comesIn` or `goesOut`. */
    would: z.enum(["nothing", "here", "there", "ask", "waits"]),
    /** The texts that the steps of the field get: ours, and those of its properties there. */
    texts: z.object({ ours: z.string().nullable(), theirs: z.record(z.string(), z.string().nullable()) }),
  })
  .meta({ id: "TestedSyncField" });
export type TestedField = z.output<typeof testedField>;

export const testedRecord = z
  .object({
    /** `new`: both are one record by their keys, and are not linked yet. */
    state: z.enum(["linked", "new", "onlyHere", "onlyThere"]),
    name: z.string(),
    record: z.object({ id, name: z.string() }).nullable(),
    externalId: z.string().nullable(),
    fields: z.array(testedField),
  })
  .meta({ id: "TestedSyncRecord" });
export type TestedRecord = z.output<typeof testedRecord>;
