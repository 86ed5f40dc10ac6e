"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { archiveWithUndo } from "@/trpc/archive";
import { api, type RouterInputs } from "@/trpc/react";
import { useRecordCache } from "@/trpc/record-cache";
import { applyOpportunityEdit } from "./rules";
import type { Opportunity, OpportunityCard } from "./schema";

/** Lists and single deals in the cache; a change of one also makes boards, histories and totals ask again. */
function useOpportunityCache() {
  const client = useQueryClient();
  const cache = useRecordCache<Opportunity>({
    list: getQueryKey(api.opportunities.list),
    get: getQueryKey(api.opportunities.get),
  });
  return {
    ...cache,
    /** Everything that is computed from deals. */
    refresh: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: [["opportunities"]] }),
        client.invalidateQueries({ queryKey: [["events"]] }),
      ]);
    },
  };
}

/** Edits fields of a deal; the screen shows it at once and takes it back when the server refuses. */
export function useUpdateOpportunity() {
  const cache = useOpportunityCache();
  return api.opportunities.update.useMutation({
    onMutate: ({ id, version: _version, ...edit }) => cache.patch(id, (row) => applyOpportunityEdit(row, edit)),
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSuccess: async (row) => {
      cache.write(row);
      await cache.refresh();
    },
  });
}

export function useCreateOpportunity() {
  const cache = useOpportunityCache();
  return api.opportunities.create.useMutation({ onSuccess: () => cache.refresh() });
}

type Move = RouterInputs["opportunities"]["move"];

/**
 * Moves a deal to a stage and offers to undo it. A conflict is told with what happened meanwhile, and can be redone
 * over it. Rejects when it was refused, so that the card goes back.
 */
export function useMoveOpportunity() {
  const cache = useOpportunityCache();
  const mutation = api.opportunities.move.useMutation();

  async function run(
    deal: OpportunityCard & { ownProbability?: number | null },
    move: Omit<Move, "id" | "version">,
    stageName: string,
  ): Promise<void> {
    const send = async (input: Move) => {
      const moved = await mutation.mutateAsync(input);
      cache.write(moved);
      return moved;
    };
    try {
      const moved = await send({ id: deal.id, version: deal.version, ...move });
      if (moved.stageId !== deal.stageId) {
        notify.undo(`${deal.name} moved to ${stageName}`, async () => {
          await send({
            id: deal.id,
            version: moved.version,
            stageId: deal.stageId,
            ...(deal.ownProbability === undefined ? {} : { probability: deal.ownProbability }),
          }).catch((error: unknown) => notify.error(readServerError(error).message));
          await cache.refresh();
        });
      }
    } catch (error) {
      const refusal = readServerError(error);
      const redo = { label: "Redo mine", onClick: () => void send({ id: deal.id, ...move }).finally(cache.refresh) };
      notify.error(refusal.message, refusal.code === "CONFLICT" ? { action: redo } : {});
      throw error;
    } finally {
      await cache.refresh();
    }
  }
  return { run, pending: mutation.isPending };
}

/** Archives deals and offers to undo it. */
export function useArchiveOpportunities() {
  const { refresh } = useOpportunityCache();
  const archive = api.opportunities.archive.useMutation();
  const restore = api.opportunities.restore.useMutation();
  return (rows: readonly Pick<Opportunity, "id" | "name" | "version">[]) =>
    archiveWithUndo(rows, "opportunities", { archive: archive.mutateAsync, restore: restore.mutateAsync, refresh });
}
