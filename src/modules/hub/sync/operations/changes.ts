import "server-only";
import { insertSet, type SetColumn } from "@/server/db/row-sets";
import { newId } from "@/server/new-id";
import type { Work } from "./work";

/** A line of the recorder: a change of a field or a record, and its reason. */
export interface Change {
  recordId: string;
  externalId: string | null;
  /** Null for what concerns the whole record. */
  field: string | null;
  direction: "in" | "out" | "kept";
  decidedBy: string;
  from?: unknown;
  to?: unknown;
  /** The value that was not kept. */
  lost?: unknown;
  writer?: string | null;
  writtenAt?: string | null;
}

export type RecordedChange = Change & { objectId: string; runId: string };

/** The stored columns of a change, but for its id and its time. */
export const changeColumns: readonly SetColumn<RecordedChange>[] = [
  { column: "object_id", type: "uuid", value: ({ objectId }) => objectId },
  { column: "run_id", type: "uuid", value: ({ runId }) => runId },
  { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
  { column: "external_id", type: "text", value: ({ externalId }) => externalId },
  { column: "field", type: "text", value: ({ field }) => field },
  { column: "direction", type: "text", value: ({ direction }) => direction },
  { column: "decided_by", type: "text", value: ({ decidedBy }) => decidedBy },
  { column: "from", type: "jsonb", value: ({ from }) => from ?? null },
  { column: "to", type: "jsonb", value: ({ to }) => to ?? null },
  { column: "lost", type: "jsonb", value: ({ lost }) => lost ?? null },
  { column: "writer", type: "text", value: ({ writer }) => writer ?? null },
  { column: "written_at", type: "timestamptz", value: ({ writtenAt }) => writtenAt ?? null },
];

/** Records what a run did, in one statement. */
export async function recordChanges(
  { ctx, object, runId }: Pick<Work, "ctx" | "runId"> & { object: Pick<Work["object"], "id"> },
  changes: readonly Change[],
): Promise<void> {
  const rows = changes.map((change) => ({ ...change, objectId: object.id, runId }));
  await insertSet(ctx, "sync_changes", [{ column: "id", type: "uuid", value: () => newId() }, ...changeColumns], rows);
}
