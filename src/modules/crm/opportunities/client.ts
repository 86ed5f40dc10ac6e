"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { archiveWithUndo } from "@/trpc/archive";
import { api, type RouterInputs, type RouterOutputs } from "@/trpc/react";
import { useRecordCache } from "@/trpc/record-cache";
import { applyOpportunityEdit } from "./rules";
import type { Opportunity, OpportunityCard } from "./schema";

/** Lists and single deals in the cache; a change of one also makes boards, histories and totals ask again. */
function useOpportunityCache() {
  const client = useQueryClient();
  const cache = useRecordCache<Opportunity>({
    list: getQueryKey(api.opportunities.list),
    get: getQueryKey(api.opportunities.get),
    groups: getQueryKey(api.opportunities.groups),
  });
  return {
    ...cache,
    /** Everything that is computed from deals. An open board keeps its scroll and pages: it follows its own moves. */
    refresh: async () => {
      const isBoard = (key: readonly unknown[]) => String(key[0]).startsWith("opportunities,board");
      await Promise.all([
        client.invalidateQueries({ queryKey: [["opportunities"]], predicate: ({ queryKey }) => !isBoard(queryKey) }),
        client.invalidateQueries({ queryKey: getQueryKey(api.opportunities.board), refetchType: "none" }),
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

export interface MoveRequest {
  deal: OpportunityCard;
  move: Omit<Move, "id" | "version">;
  /** Name of the stage that it goes to. */
  to: string;
  /** After an undo, or a move that was redone over a conflict: what is shown beside the cache must be asked for again. */
  onChanged?: () => void;
}

/**
 * Moves a deal to a stage and offers to undo it. A conflict is told with what happened meanwhile, and can be redone
 * over it. Resolves with the moved card; rejects when it was refused, so that the card goes back.
 */
export function useMoveOpportunity() {
  const cache = useOpportunityCache();
  const mutation = api.opportunities.move.useMutation();
  const undo = api.opportunities.undoMove.useMutation();

  async function send(input: Move): Promise<OpportunityCard> {
    return await show(await mutation.mutateAsync(input));
  }

  async function show(moved: OpportunityCard): Promise<OpportunityCard> {
    cache.write(moved);
    await cache.refresh();
    return moved;
  }

  async function again(act: () => Promise<OpportunityCard>, onChanged?: () => void): Promise<void> {
    try {
      await show(await act());
    } catch (error) {
      notify.error(readServerError(error).message);
    }
    onChanged?.();
  }

  async function run({ deal, move, to, onChanged }: MoveRequest): Promise<OpportunityCard> {
    try {
      const moved = await send({ id: deal.id, version: deal.version, ...move });
      const made = { id: deal.id, version: moved.version };
      if (moved.stageId !== deal.stageId)
        notify.undo(`${deal.name} moved to ${to}`, () => void again(() => undo.mutateAsync(made), onChanged));
      return moved;
    } catch (error) {
      const refusal = readServerError(error);
      const redo = {
        label: "Redo mine",
        onClick: () => void again(() => mutation.mutateAsync({ id: deal.id, ...move }), onChanged),
      };
      notify.error(refusal.message, refusal.code === "CONFLICT" ? { action: redo } : {});
      if (refusal.code === "CONFLICT") onChanged?.();
      throw error;
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

/** Puts the state that the server told into every list and page, and asks again for what follows from it. */
export function useShowOpportunity(): (row: Opportunity) => void {
  const cache = useOpportunityCache();
  return (row) => {
    cache.write(row);
    void cache.refresh();
  };
}

/** Brings an archived deal back to its stage. */
export function useRestoreOpportunity() {
  const cache = useOpportunityCache();
  return api.opportunities.restore.useMutation({
    onSuccess: async (row) => {
      cache.write(row);
      await cache.refresh();
    },
  });
}

/** Deletes a deal for good, with its product lines and stage history. */
export function useDeleteOpportunity() {
  const client = useQueryClient();
  return api.opportunities.delete.useMutation({
    onSuccess: async ({ id }) => {
      client.removeQueries({ queryKey: getQueryKey(api.opportunities.get, { id }, "query") });
      await client.invalidateQueries({ queryKey: [["opportunities"]], refetchType: "none" });
    },
  });
}

/** What a change of product lines answers with: the new lines, and the deal's new version. */
export function useLineChange() {
  const cache = useOpportunityCache();
  const utils = api.useUtils();
  return {
    onSuccess: async (lines: RouterOutputs["opportunities"]["lines"]) => {
      utils.opportunities.lines.setData({ id: lines.id }, lines);
      cache.write({ id: lines.id, version: lines.version });
      await cache.refresh();
    },
  };
}

/** Takes a stage out of its pipeline; its deals go to another one of the same type. */
export function useRemoveStage() {
  const client = useQueryClient();
  const { refresh } = useOpportunityCache();
  return api.opportunities.removeStage.useMutation({
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: [["pipelines"]] }), refresh()]);
    },
  });
}

type Bulk = RouterInputs["opportunities"]["bulk"]["action"];

/**
 * One act on many deals: what was refused is told with the first reason, the rest can be undone. `back` says how a
 * deal is put back as it was; deals with the same way back go together.
 */
export function useBulkOpportunities() {
  const cache = useOpportunityCache();
  const { mutateAsync } = api.opportunities.bulk.useMutation();

  return async function run(
    rows: readonly Opportunity[],
    action: Bulk,
    said: (count: number) => string,
    back: (row: Opportunity) => Bulk,
  ): Promise<void> {
    try {
      const seen = Object.fromEntries(rows.map((row) => [row.id, row.version]));
      const report = await mutateAsync({ ids: rows.map((row) => row.id), action, versions: seen });
      await cache.refresh();
      const [refused] = report.failed;
      if (refused)
        notify.error(`${report.failed.length} of ${rows.length} opportunities stayed as they were. ${refused.message}`);
      const versions = new Map(report.done.map((done) => [done.id, done.version]));
      const changed = rows.filter((row) => (versions.get(row.id) ?? row.version) !== row.version);
      if (changed.length > 0) notify.undo(said(changed.length), () => void undo(changed, versions, back));
    } catch (error) {
      notify.error(readServerError(error).message);
    }
  };

  /** Under the versions that the act had made: who changed the same since keeps their change. */
  async function undo(
    rows: readonly Opportunity[],
    made: ReadonlyMap<string, number>,
    back: (row: Opportunity) => Bulk,
  ): Promise<void> {
    const ways = new Map<string, { action: Bulk; ids: string[]; versions: Record<string, number> }>();
    for (const row of rows) {
      const action = back(row);
      const way = ways.get(JSON.stringify(action)) ?? { action, ids: [], versions: {} };
      way.ids.push(row.id);
      way.versions[row.id] = made.get(row.id) ?? row.version;
      ways.set(JSON.stringify(action), way);
    }
    try {
      const kept: string[] = [];
      for (const way of ways.values()) kept.push(...(await mutateAsync(way)).failed.map((one) => one.message));
      if (kept[0]) notify.error(`${kept.length} of ${rows.length} opportunities were not taken back. ${kept[0]}`);
    } catch (error) {
      notify.error(readServerError(error).message);
    }
    await cache.refresh();
  }
}
