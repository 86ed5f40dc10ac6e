"use client";

import { type Query, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNoun } from "@/components/fields/use-noun";
import { readServerError } from "@/components/form/server-error";
import { tellRefusal } from "@/components/form/tell-refusal";
import { notify } from "@/components/ui/toast";
import { nouns } from "@/lib/counted";
import type { PatchOf } from "@/lib/fields/record";
import { replacedBy } from "@/lib/nouns/patch";
import { succeeded } from "@/lib/succeeded";
import { archiving, restoring, useBulk } from "@/trpc/bulk";
import { useNounCache } from "@/trpc/noun-client";
import { type RouterInputs, useApi } from "@/trpc/react";
import { type RecordEdits, useRecordEdits } from "@/trpc/record-edits";
import { useUndoNotice } from "@/trpc/undo-acts";
import { writeQueueOf } from "@/trpc/write-queue";
import { orderScope } from "../pipelines/rules";
import { declared } from "./fields";
import { applyOpportunityEdit } from "./rules";
import { type Opportunity, type OpportunityCard, opportunities } from "./schema";

/** The cached opportunities, and a refresh of all that is computed from them: boards, histories, totals, timelines. */
export function useOpportunityCache() {
  const client = useQueryClient();
  const { cache } = useNounCache<typeof declared.fields, Opportunity>(opportunities);
  return {
    cache,
    /** A board that made a move shows it already: only its requests from before the move are sent again. */
    refresh: async (from: "elsewhere" | "board" = "elsewhere") => {
      // The last pending edit refreshes for all of them.
      if (cache.busy) return;
      const made = ({ queryKey, state }: Query) =>
        from === "board" && String(queryKey[0]).startsWith("opportunities,board") && state.fetchStatus === "idle";
      await Promise.all([
        client.invalidateQueries({ queryKey: [["opportunities"]], predicate: (query) => !made(query) }),
        client.invalidateQueries({ queryKey: [["opportunities"]], predicate: made, refetchType: "none" }),
        client.invalidateQueries({ queryKey: [["events"]] }),
      ]);
    },
  };
}

type OpportunityEdit = PatchOf<typeof declared.fields>;

/** Edits fields of an opportunity. */
export function useOpportunityEdits(): RecordEdits<Opportunity, OpportunityEdit> {
  const api = useApi();
  const { cache, refresh } = useOpportunityCache();
  const { mutateAsync } = useMutation(api.opportunities.update.mutationOptions());
  const { fields } = useNoun(declared);
  return useRecordEdits<Opportunity, OpportunityEdit>({
    schema: opportunities.record,
    name: ({ name }) => name,
    send: (target, change) => mutateAsync({ ...target, ...change }),
    before: (row, change) => replacedBy(fields, { ...row, probability: row.ownProbability }, change),
    cache,
    apply: (row, edit) => applyOpportunityEdit(row, edit, fields),
    refresh,
  });
}

export function useCreateOpportunity() {
  const api = useApi();
  const { refresh } = useOpportunityCache();
  return useMutation(api.opportunities.create.mutationOptions({ onSuccess: () => refresh() }));
}

type Move = RouterInputs["opportunities"]["move"];

export interface MoveRequest {
  opportunity: OpportunityCard;
  move: Omit<Move, "id" | "version">;
  /** Name of the stage that it goes to. */
  to: string;
  /** A board takes the moved card in by itself, before anything is asked again. */
  onMoved?: (card: OpportunityCard) => void;
}

/**
 * Moves an opportunity to a stage and offers to undo it. After a conflict the toast says who moved it, and offers to
 * move it again. Resolves with the moved card; rejects when the move was refused, so that the card goes back.
 */
export function useMoveOpportunity() {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const { cache, refresh } = useOpportunityCache();
  const queue = writeQueueOf(useQueryClient());
  const mutation = useMutation(api.opportunities.move.mutationOptions());
  const undo = useMutation(api.opportunities.undoMove.mutationOptions());

  async function again(id: string, act: () => Promise<OpportunityCard>): Promise<boolean> {
    const through = await succeeded(
      queue.inTurn(id, act).then((card) => cache.write(card)),
      tellRefusal,
    );
    await refresh();
    return through;
  }

  /** Undoes the move that made this version, of any member. Returns whether it did; a toast names the refusal. */
  const undoMove = (made: { id: string; version: number }) => again(made.id, () => undo.mutateAsync(made));

  async function run({ opportunity, move, to, onMoved }: MoveRequest): Promise<OpportunityCard> {
    const { id, name } = opportunity;
    try {
      const moved = await queue.run(id, opportunity.version, (version) =>
        mutation.mutateAsync({ id, version, ...move }),
      );
      cache.write(moved);
      onMoved?.(moved);
      void refresh(onMoved ? "board" : "elsewhere");
      const made = { id, version: moved.version };
      if (moved.stageId !== opportunity.stageId)
        offerUndo(`${name} moved to ${to}`, () => undoMove(made), { id: `move ${id}` });
      return moved;
    } catch (error) {
      const refusal = readServerError(error);
      const redo = {
        label: "Redo my change",
        onClick: () => void again(id, () => mutation.mutateAsync({ id, ...move })),
      };
      const conflict = refusal.code === "CONFLICT";
      if (conflict) notify.error(refusal.message, { action: redo });
      else tellRefusal(error);
      if (conflict) void refresh();
      throw error;
    }
  }
  return { run, undoMove, pending: mutation.isPending };
}

/** Changes many opportunities at once, with an undo; returns whether all were changed. */
export function useBulkOpportunities() {
  const api = useApi();
  const { refresh } = useOpportunityCache();
  const { mutateAsync } = useMutation(api.opportunities.bulk.mutationOptions());
  return useBulk<RouterInputs["opportunities"]["bulk"]["action"]>({ mutate: mutateAsync, refresh });
}

/** Archives opportunities and offers to undo it; returns whether all were archived. */
export function useArchiveOpportunities() {
  const run = useBulkOpportunities();
  return (rows: readonly Pick<Opportunity, "id" | "name" | "version">[]) => run(rows, archiving(nouns.opportunity));
}

/** Restores archived opportunities to their stages and offers to undo it; returns whether all were restored. */
export function useRestoreOpportunities() {
  const run = useBulkOpportunities();
  return (rows: readonly Pick<Opportunity, "id" | "name" | "version">[]) => run(rows, restoring(nouns.opportunity));
}

/** Deletes an opportunity for good, with its product lines and stage history. */
export function useDeleteOpportunity() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.opportunities.delete.mutationOptions({
      onSuccess: async ({ id }) => {
        client.removeQueries({ queryKey: api.opportunities.get.queryKey({ id }) });
        await client.invalidateQueries({ queryKey: [["opportunities"]], refetchType: "none" });
      },
    }),
  );
}

/** Removes a stage; its opportunities go to another stage of the same type. */
export function useRemoveStage() {
  const api = useApi();
  const client = useQueryClient();
  const { refresh } = useOpportunityCache();
  const ask = () => Promise.all([client.invalidateQueries({ queryKey: [["pipelines"]] }), refresh()]);
  const { mutateAsync } = useMutation(
    api.opportunities.removeStage.mutationOptions({ scope: orderScope, onError: () => void ask() }),
  );
  return async (input: RouterInputs["opportunities"]["removeStage"]) => {
    await mutateAsync(input);
    await ask();
  };
}
