"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import type { PatchOf } from "@/lib/fields/record";
import { succeeded } from "@/lib/succeeded";
import { type OwnEdits, useEditsOf, useNounCache } from "@/trpc/noun-client";
import { type RouterInputs, useApi } from "@/trpc/react";
import type { RecordEdits } from "@/trpc/record-edits";
import { useUndoNotice } from "@/trpc/undo-acts";
import { writeQueueOf } from "@/trpc/write-queue";
import { orderScope } from "../pipelines/rules";
import { declared } from "./fields";
import { withFollowing } from "./rules";
import type { Opportunity, OpportunityCard } from "./schema";

type Fields = typeof declared.fields;

/** The cached opportunities, and a refresh of all that is computed from them: boards, histories, totals, timelines. */
export const useOpportunityCache = () => useNounCache<Fields, Opportunity>(declared);

/** Its own probability is edited, where the record shows the one in force. */
export const opportunityEdits: OwnEdits<Fields> = {
  schema: async () => (await import("./schema")).opportunities.record,
  stored: (row) => ({ ...row, probability: (row as Opportunity).ownProbability }),
  // Turned on, the total takes the place of the value that was typed: the one shown here, or the edit is a conflict.
  undone: (row, inverse) => (inverse.valueFromLines === false ? { ...inverse, amount: row.amount } : inverse),
  withDerived: (row, patch) => withFollowing(row as Opportunity, patch),
};

/** Edits fields of an opportunity. */
export const useOpportunityEdits = () =>
  useEditsOf(declared, opportunityEdits) as RecordEdits<Opportunity, PatchOf<Fields>>;

type Move = RouterInputs["opportunities"]["move"];

export interface MoveRequest {
  opportunity: OpportunityCard;
  move: Omit<Move, "id" | "version">;
  /** Name of the stage that it goes to. */
  to: string;
}

/**
 * Moves an opportunity to a stage and offers to undo it. After a conflict the toast says who moved it, and offers to
 * move it again. Rejects when the move was refused, so that the card goes back.
 */
export function useMoveOpportunity() {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const { cache, refresh, refreshAround } = useOpportunityCache();
  const queue = writeQueueOf(client);
  const mutation = useMutation(api.opportunities.move.mutationOptions());
  const undo = useMutation(api.opportunities.undoMove.mutationOptions());

  /** Lists and boards show a moved card already. */
  const refreshMoved = () => Promise.all([client.invalidateQueries({ queryKey: cache.keys.get }), refreshAround()]);

  async function again(id: string, act: () => Promise<OpportunityCard>): Promise<boolean> {
    const through = await succeeded(
      queue.inTurn(id, act).then((card) => cache.write(card)),
      toastRefusal,
    );
    // A card that left its column is in none until the board is loaded anew.
    await refresh();
    return through;
  }

  /** Undoes the move that made this version, of any member. Returns whether it did; a toast names the refusal. */
  const undoMove = (made: { id: string; version: number }) => again(made.id, () => undo.mutateAsync(made));

  async function run({ opportunity, move, to }: MoveRequest): Promise<void> {
    const { id, name } = opportunity;
    // Answers that are on their way would show it in its old place.
    const showing = cache.begin(id, (row) => row);
    try {
      const moved = await queue.run(id, opportunity.version, (version) =>
        mutation.mutateAsync({ id, version, ...move }),
      );
      (await showing).answered(moved);
      void refreshMoved();
      const made = { id, version: moved.version };
      if (moved.stageId !== opportunity.stageId)
        offerUndo(`${name} moved to ${to}`, () => undoMove(made), { id: `move ${id}` });
    } catch (error) {
      (await showing).refused();
      const refusal = readServerError(error);
      const redo = {
        label: "Redo my change",
        onClick: () => void again(id, () => mutation.mutateAsync({ id, ...move })),
      };
      const conflict = refusal.code === "CONFLICT";
      if (conflict) notify.error(refusal.message, { action: redo });
      else toastRefusal(error);
      if (conflict) void refresh();
      throw error;
    }
  }
  return { run, undoMove, pending: mutation.isPending };
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
