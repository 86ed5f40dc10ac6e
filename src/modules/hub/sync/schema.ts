import { z } from "zod";
import { stepKinds, valueSteps } from "@/lib/value-steps/steps";
import { id, instant, version } from "@/lib/zod";
import { conflictRules, syncDirections } from "./rules";

export const objectStates = [
  "draft",
  "rehearsing",
  "rehearsed",
  "first",
  "live",
  "paused",
  "failing",
  "undoing",
] as const;
export type ObjectState = (typeof objectStates)[number];

const count = z.int().min(0);
export const counts = z
  .object({
    read: count,
    linked: count,
    createdHere: count,
    createdThere: count,
    updatedHere: count,
    updatedThere: count,
    conflicts: count,
    unchanged: count,
    skipped: count,
    problems: count,
    /** Records of which a side refused a value. */
    refused: count,
    unlinked: count,
  })
  .meta({ id: "SyncCounts" });

export const syncRun = z
  .object({
    id,
    kind: z.enum(["rehearsal", "first", "changes", "compare"]),
    phase: z.string(),
    counts,
    calls: count,
    read: count,
    /** Records to read in all; null where the service does not say. */
    total: count.nullable(),
    failure: z.string().nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: "SyncRun" });
export type SyncRunView = z.output<typeof syncRun>;

const objectDirections = ["in", "out", "both"] as const;
const settings = {
  direction: z.enum(objectDirections),
  /** Whether records of one side alone are created on the other one. */
  createsHere: z.boolean(),
  createsThere: z.boolean(),
  /** Whether a value that one side alone has fills the other one, when both meet for the first time. */
  fillsEmpty: z.boolean(),
  deletedThere: z.enum(["archive", "unlink", "ask"]),
  deletedHere: z.enum(["archive", "unlink", "ask"]),
};

export const syncObject = z
  .object({
    id,
    connectionId: id,
    entity: z.string(),
    labels: z.object({ ours: z.string(), theirs: z.string() }),
    ...settings,
    state: z.enum(objectStates),
    /** Why it stopped or tries again, in words. */
    failure: z.string().nullable(),
    nextRunAt: instant.nullable(),
    ranAt: instant.nullable(),
    /** Records that are kept equal now. */
    inSync: count,
    problems: count,
    conflicts: count,
    fields: z.object({ on: count, all: count, theirs: count }),
    /** The rehearsal that counts for the present fields; null where there is none, or it is older than a day. */
    rehearsal: syncRun.nullable(),
    /** The run of now or the last one. */
    run: syncRun.nullable(),
    mappingVersion: z.int(),
    version,
  })
  .meta({ id: "SyncObject" });
export type SyncObject = z.output<typeof syncObject>;

export const ofConnection = z.object({ connectionId: id });
export const ofObject = z.object({ objectId: id });
export const syncObjects = z.array(syncObject);

const option = z.object({ value: z.string(), label: z.string() });
const pairedOption = z.object({ ours: z.string().min(1).max(200), theirs: z.string().min(1).max(200) });

export const syncField = z
  .object({
    field: z.string(),
    label: z.string(),
    remote: z.array(z.string()),
    /** The labels of the properties there. */
    remoteLabel: z.string(),
    /** The change of a value on the way: "Exact", "Lower case there", "Linked". */
    note: z.string(),
    /** Whether the service has the property. */
    isKnown: z.boolean(),
    isReadOnly: z.boolean(),
    /** Those of the pair without its steps, which may leave fewer. */
    directions: z.array(z.enum(objectDirections)),
    direction: z.enum(syncDirections),
    conflict: z.enum(conflictRules),
    /** Null for a field without options. */
    options: z.object({ ours: z.array(option), theirs: z.array(option), pairs: z.array(pairedOption) }).nullable(),
    /** The changes of a value on its way in; on its way out they are turned around, from the last to the first. */
    steps: valueSteps,
    /** The kinds of steps that its values can take; none where they are neither a text nor a number. */
    possibleSteps: z.array(z.enum(stepKinds)),
    /** Our field holds whole numbers alone. */
    isWhole: z.boolean(),
    /** The texts of a linked record that its steps get: of ours on the way out, and the one that is there then. */
    example: z.object({ ours: z.string().nullable(), theirs: z.string().nullable() }).nullable(),
    /** The value of a linked record, on both sides in words; null where none is linked. */
    sample: z.object({ name: z.string(), ours: z.string(), theirs: z.string() }).nullable(),
  })
  .meta({ id: "SyncField" });
export type SyncField = z.output<typeof syncField>;
export const syncFields = z
  .object({
    fields: z.array(syncField),
    /** Properties there that no field uses. */
    unused: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        type: z.string(),
        /** Whether a custom field for it can be added here. */
        canCreate: z.boolean(),
      }),
    ),
    /** All properties there, for steps that join some. */
    properties: z.array(z.object({ name: z.string(), label: z.string() })),
    /** Custom fields without a partner, with the properties that fit. */
    own: z.array(z.object({ field: z.string(), label: z.string(), partners: z.array(option) })),
    version,
  })
  .meta({ id: "SyncFields" });

/** A change of a field; what is missing stays. */
export const changedField = z.object({
  field: z.string().max(100),
  direction: z.enum(syncDirections).optional(),
  conflict: z.enum(conflictRules).optional(),
  options: z.array(pairedOption).max(500).optional(),
  steps: valueSteps.optional(),
});
export type ChangedField = z.output<typeof changedField>;

export const saveSyncFieldsInput = z.object({
  objectId: id,
  version,
  /** Those that change; the others stay. */
  fields: z
    .array(
      changedField.extend({
        /** The partner of a custom field; null takes it away. */
        remote: z.string().min(1).max(200).nullable().optional(),
      }),
    )
    .max(300)
    .default([]),
  settings: z.object(settings).partial().optional(),
});

export const createSyncFieldInput = z.object({ objectId: id, remote: z.string().min(1).max(200) });

export const rehearsalSample = z.object({
  outcome: z.enum(["create", "link", "update", "conflict", "problem"]),
  side: z.enum(["here", "there"]),
  name: z.string(),
  field: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  words: z.string().nullable(),
});
export const rehearsal = z.object({ run: syncRun, samples: z.array(rehearsalSample) });

export const listRehearsedInput = z.object({
  connectionId: id,
  outcome: rehearsalSample.shape.outcome.optional(),
  side: rehearsalSample.shape.side.optional(),
  limit: z.int().min(1).max(500).default(100),
  cursor: z.string().max(2_000).optional(),
});
const rehearsedRow = rehearsalSample
  .extend({ entity: z.string(), externalId: z.string().nullable() })
  .meta({ id: "SyncRehearsedRow" });
export type RehearsedRow = z.output<typeof rehearsedRow>;
export const rehearsedPage = z.object({ items: z.array(rehearsedRow), nextCursor: z.string().nullable() });

export const startSyncInput = z.object({
  connectionId: id,
  /** The records that it creates in the other system, as the rehearsal counted them: typed by a person where they are many. */
  createdThere: count,
});

export const syncProblem = z
  .object({
    id,
    objectId: id,
    entity: z.string(),
    code: z.string(),
    words: z.string(),
    cause: z.string(),
    /** The record here, where there is one. */
    record: z.object({ id, name: z.string() }).nullable(),
    externalId: z.string().nullable(),
    field: z.string().nullable(),
    fieldLabel: z.string().nullable(),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    /** The text of a refused value of ours, which a person may replace here; null where its record is the place for that. */
    edit: z.string().nullable(),
    /** The answer of the service as it came. */
    answer: z.string().nullable(),
    /** Records here of which one is to be chosen. */
    candidates: z.array(z.object({ id, name: z.string() })),
    attempts: z.int(),
    nextTryAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "SyncProblem" });
export type SyncProblem = z.output<typeof syncProblem>;

export const listSyncProblemsInput = z.object({
  connectionId: id,
  entity: z.string().max(40).optional(),
  code: z.string().max(40).optional(),
  cause: z.string().max(300).optional(),
  state: z.enum(["open", "ignored"]).default("open"),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
});
export const syncProblemPage = z.object({ items: z.array(syncProblem), nextCursor: z.string().nullable() });

/** Problems of one cause, which one fix solves. */
export const syncProblemGroup = z
  .object({
    objectId: id,
    entity: z.string(),
    code: z.string(),
    cause: z.string(),
    field: z.string().nullable(),
    fieldLabel: z.string().nullable(),
    words: z.string(),
    count,
    /** The option or the person without a partner, by name, and the side that lacks it. */
    lacking: z.object({ side: z.enum(["here", "there"]), name: z.string() }).nullable(),
    /** For a value without a partner: the options of both sides. */
    options: z.object({ value: z.string(), side: z.enum(["ours", "theirs"]), choices: z.array(option) }).nullable(),
  })
  .meta({ id: "SyncProblemGroup" });
export type SyncProblemGroup = z.output<typeof syncProblemGroup>;
export const syncProblemGroups = z.array(syncProblemGroup);

/** Some problems: by their ids, or all of one group. */
const chosenProblems = z
  .union([
    z.object({ ids: z.array(id).min(1).max(100) }),
    z.object({ group: z.object({ objectId: id, code: z.string().max(40), cause: z.string().max(300) }) }),
  ])
  .meta({ id: "ChosenSyncProblems" });
export const problemsInput = z.object({ connectionId: id, problems: chosenProblems });
export const problemsDone = z.object({ count });

export const pairOptionInput = z.object({
  objectId: id,
  field: z.string().max(100),
  ours: z.string().min(1).max(200),
  theirs: z.string().min(1).max(200),
});
export const resolveConflictInput = z.object({ connectionId: id, id, keep: z.enum(["ours", "theirs"]) });
export const resolveConflictsInput = problemsInput.extend({ keep: z.enum(["ours", "theirs"]) });
export const settleSyncProblemsInput = problemsInput.extend({ act: z.enum(["archive", "unlink"]) });
export const problemsSettled = problemsDone.extend({ left: count });
export const mendSyncValueInput = z.object({ connectionId: id, id, value: z.string().max(1_000) });
export const chooseLinkInput = z.object({ connectionId: id, id, recordId: id.nullable() });

export const syncChange = z
  .object({
    id,
    entity: z.string(),
    at: instant,
    runId: id,
    record: z.object({ id, name: z.string() }).nullable(),
    externalId: z.string().nullable(),
    field: z.string().nullable(),
    fieldLabel: z.string().nullable(),
    direction: z.enum(["in", "out", "kept"]),
    decidedBy: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    lost: z.string().nullable(),
    writer: z.string().nullable(),
    writtenAt: instant.nullable(),
  })
  .meta({ id: "SyncChange" });
export type SyncChangeView = z.output<typeof syncChange>;

/** Why a change was made. */
export const changeReasons = [
  "onlySide",
  "newest",
  "ours",
  "theirs",
  "person",
  "created",
  "linked",
  "unlinked",
  "archived",
  "oneWay",
] as const;

export const listSyncChangesInput = z.object({
  connectionId: id,
  entity: z.string().max(40).optional(),
  recordId: id.optional(),
  field: z.string().max(100).optional(),
  /** The direction of a change: lists that load page by page send a `direction` of their own. */
  way: z.enum(["in", "out", "kept"]).optional(),
  decidedBy: z.enum(changeReasons).optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
});
export const syncChangePage = z.object({
  items: z.array(syncChange),
  /** The runs of these changes. */
  runs: z.array(syncRun.extend({ entity: z.string() })),
  nextCursor: z.string().nullable(),
});

/** A change of a field by somebody or something here, from the history of its record. */
const syncEdit = z.object({
  id,
  at: instant,
  /** Null where nobody is known. */
  who: z.string().nullable(),
  via: z.enum(["app", "api", "system", "import"]),
  /** The files of an import. */
  file: z.string().nullable(),
  /** The record began with this value. */
  isNew: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type SyncEdit = z.output<typeof syncEdit>;

export const listFieldHistoryInput = z.object({
  connectionId: id,
  entity: z.string().max(40),
  recordId: id,
  field: z.string().max(100),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
});
const historyItem = z
  .discriminatedUnion("kind", [
    syncChange.extend({ kind: z.literal("sync") }),
    syncEdit.extend({ kind: z.literal("edit") }),
  ])
  .meta({ id: "SyncFieldHistoryItem" });
export type HistoryItem = z.output<typeof historyItem>;
export const syncFieldHistory = z.object({ items: z.array(historyItem), nextCursor: z.string().nullable() });

export const ofSyncedRecord = z.object({ connectionId: id, recordId: id });
export const syncedRecord = z
  .object({
    isLinked: z.boolean(),
    /** It is to be read or sent, and was not yet. */
    waits: z.boolean(),
    /** When both sides were compared last. */
    at: instant.nullable(),
  })
  .meta({ id: "SyncedRecord" });
export type SyncedRecord = z.output<typeof syncedRecord>;
