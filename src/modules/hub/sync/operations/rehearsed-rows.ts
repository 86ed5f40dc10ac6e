import "server-only";
import { insertSet } from "@/server/db/row-sets";
import type { Sample } from "./dry-run";
import type { Work } from "./work";

/** A rehearsal keeps at most so many rows; its counts have all. */
export const mostRehearsed = 200_000;

type Row = Sample & { position: number };

/** Keeps what a page of a rehearsal found, for the file of all; `from` is the number of rows before it. Returns how many there are then. */
export async function keepRehearsed({ ctx, runId }: Work, samples: readonly Sample[], from: number): Promise<number> {
  const rows = samples
    .slice(0, Math.max(0, mostRehearsed - from))
    .map((sample, at): Row => ({ ...sample, position: from + at }));
  await insertSet<Row>(
    ctx,
    "sync_rehearsed",
    [
      { column: "run_id", type: "uuid", value: () => runId },
      { column: "position", type: "int", value: ({ position }) => position },
      { column: "outcome", type: "text", value: ({ outcome }) => outcome },
      { column: "side", type: "text", value: ({ side }) => side },
      { column: "name", type: "text", value: ({ name }) => name },
      { column: "external_id", type: "text", value: ({ externalId }) => externalId ?? null },
      { column: "field", type: "text", value: ({ field }) => field },
      { column: "ours", type: "jsonb", value: ({ ours }) => ours ?? null },
      { column: "theirs", type: "jsonb", value: ({ theirs }) => theirs ?? null },
      { column: "words", type: "text", value: ({ words }) => words },
    ],
    rows,
  );
  return from + rows.length;
}
