"use client";

import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";

interface Archivable {
  id: string;
  version: number;
  name: string;
}

/**
 * Archives records one by one, tells what was refused and why, and offers to undo the rest. `verbs` are the domain's
 * own mutations; `noun` stands in the sentence ("3 accounts archived").
 */
export async function archiveWithUndo(
  rows: readonly Archivable[],
  noun: string,
  verbs: {
    archive(target: { id: string; version: number }): Promise<Archivable>;
    restore(target: { id: string; version: number }): Promise<unknown>;
    refresh(): Promise<void>;
  },
): Promise<void> {
  const results = await Promise.allSettled(rows.map(({ id, version }) => verbs.archive({ id, version })));
  const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const refused = results.filter((result) => result.status === "rejected");
  await verbs.refresh();
  const [reason] = refused;
  if (reason)
    notify.error(
      `${refused.length} of ${rows.length} ${noun} were not archived. ${readServerError(reason.reason).message}`,
    );
  const [first] = done;
  if (!first) return;
  notify.undo(done.length === 1 ? `${first.name} archived` : `${done.length} ${noun} archived`, async () => {
    const back = await Promise.allSettled(done.map(({ id, version }) => verbs.restore({ id, version })));
    await verbs.refresh();
    const kept = back.find((result) => result.status === "rejected");
    if (kept) notify.error(`Not everything could be brought back. ${readServerError(kept.reason).message}`);
  });
}
