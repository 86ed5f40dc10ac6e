"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useLayoutEffect } from "react";
import type { ListTree } from "@/components/data-table/list-tree";
import { dragRow } from "@/components/data-table/tree-drag";
import {
  placeOf,
  type TreeItem,
  type TreeStep,
  type TreeTarget,
  targetOfStep,
} from "@/components/data-table/tree-moves";
import type { useListState } from "@/components/data-table/use-list-state";
import { readServerError } from "@/components/form/server-error";
import { type OwnKeys, useOwnKeys } from "@/components/layout/keyboard";
import { notify } from "@/components/ui/toast";
import { useStable } from "@/components/ui/use-stable";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { parentField } from "@/lib/nouns/family";
import { capital } from "@/lib/text";
import { type NounWith, useNounCache } from "@/trpc/noun-client";
import { useApiClient } from "@/trpc/react";
import { orderedBy } from "@/trpc/tree-rows";
import { useUndoNotice } from "@/trpc/undo-acts";
import { writeQueueOf } from "@/trpc/write-queue";
import type { ListRow } from "./noun-listed";

/** The acts of keys and grips in a tree; set while its code is loaded. */
export interface TreeActs {
  step(id: string, step: TreeStep, focus: () => void): void;
  drag(id: string, event: PointerEvent): void;
}

export interface TreeMovesProps {
  noun: NounWith<Fields>;
  list: ReturnType<typeof useListState>;
  rows: readonly ListRow[];
  tree: ListTree;
  acts: RefObject<TreeActs | null>;
}

const keys: OwnKeys = [
  ["alt+up", "Move the row up among its siblings"],
  ["alt+down", "Move the row down"],
  ["alt+right", "Move the row below the one before it"],
  ["alt+left", "Move the row out of the one above it"],
];

/** Moves rows of a tree by keys and by their grips: shown at once, with an undo; draws nothing itself. */
export function TreeMoves({ noun, list, rows, tree, acts }: TreeMovesProps) {
  const { head } = noun;
  const put = usePlacing(noun, tree);
  const offerUndo = useUndoNotice();
  useOwnKeys("In the tree", keys);
  const items = itemsOf(rows, tree, head.accessFrom?.field);
  const isOrdered = orderedBy(list.request.sort) === head.placedBy;

  async function move(id: string, target: TreeTarget, focus?: () => void): Promise<void> {
    const row = rows.find((one) => one.id === id);
    const back = placeOf(items, id);
    if (!row || !back) return;
    const parent = rows.find((one) => one.id === target.parentId);
    if (parent && !tree.places.get(parent.id)?.open) tree.onToggle(parent.id);
    try {
      const moved = await put(row, target, { rows, focus });
      const where = parent && target.parentId !== back.parentId ? ` below ${parent.name}` : "";
      offerUndo(`${row.name} moved${where}`, async () => {
        try {
          await put(moved, back, { rows: rows.filter((one) => one.id !== id), focus: undefined });
          return true;
        } catch (error) {
          notify.error(readServerError(error).message);
          return false;
        }
      });
    } catch (error) {
      notify.error(`${row.name} stays where it was. ${readServerError(error).message}`);
    }
  }

  /** Whether a row may move; says why not. */
  function mayMove(id: string): boolean {
    const row = rows.find((one) => one.id === id);
    if (!row) return false;
    if (!row.mayEdit) notify.error(`You cannot move ${row.name}.`);
    else if (isOrdered) return true;
    else
      notify.error(`${capital(head.many)} are moved while they are in their own order.`, {
        action: {
          label: "Show that order",
          onClick: () => list.set({ sort: { field: head.placedBy ?? "", direction: "asc" }, thenBy: [] }),
        },
      });
    return false;
  }
  const step = useStable((id: string, how: TreeStep, focus: () => void) => {
    const target = mayMove(id) ? targetOfStep(items, id, how) : null;
    if (target) void move(id, target, focus);
  });
  const drag = useStable((id: string, event: PointerEvent) => {
    if (mayMove(id)) dragRow({ event, id, items, onDrop: (target) => void move(id, target) });
  });
  // Keys and grips of the list lead here, since this code is loaded with trees alone.
  useLayoutEffect(() => {
    acts.current = { step, drag };
    return () => {
      acts.current = null;
    };
  }, [acts, step, drag]);
  return null;
}

const itemsOf = (rows: readonly ListRow[], tree: ListTree, within: string | undefined): TreeItem[] =>
  rows.flatMap(({ id, ...row }) => {
    const place = tree.places.get(id);
    const of = within === undefined ? null : (Reflect.get(row, within) as { id?: string | null } | null);
    if (!place) return [];
    const { depth, aboveId, below, open } = place;
    return [{ id, depth, aboveId, closed: below > 0 && !open, within: of?.id ?? null }];
  });

interface Shown {
  rows: readonly ListRow[];
  /** Gives the row the focus again, which it loses when it is drawn elsewhere. */
  focus: (() => void) | undefined;
}

/** Returns a function that gives a record another place: shown at once, and taken back if the server refuses it. */
function usePlacing(noun: NounWith<Fields>, tree: ListTree) {
  const { cache, refresh } = useNounCache(noun);
  const { head } = noun;
  const client = useApiClient() as unknown as Readonly<Record<string, PlaceClient | undefined>>;
  const queue = writeQueueOf(useQueryClient());
  const above = parentField(noun) ?? "";
  return async (row: ListRow, target: TreeTarget, { rows, focus }: Shown): Promise<ListRow> => {
    const parent = rows.find(({ id }) => id === target.parentId);
    const order = head.placedBy ?? "";
    const shown = {
      [above]: target.parentId === null ? null : { id: target.parentId, name: parent?.name ?? "" },
      [order]: orderIn(rows, { row, target, above, order }),
    };
    tree.hold({ ...row, ...shown });
    const edit = await cache.begin(row.id, (now) => ({ ...now, ...shown }) as RecordOf<Fields>);
    focus?.();
    try {
      const answer = await queue.run(row.id, row.version, async (version) => {
        const moved = await client[head.path]?.place.mutate({ id: row.id, version, ...target });
        if (!moved) throw new Error(`There is no operation that places ${head.many}.`);
        return moved;
      });
      edit.answered(answer as unknown as RecordOf<Fields>);
      return answer;
    } catch (error) {
      edit.refused();
      throw error;
    } finally {
      void refresh().finally(() => {
        focus?.();
        // With another move on its way no list was asked again.
        if (!cache.busy) tree.release();
      });
    }
  };
}

interface PlaceClient {
  place: { mutate(input: object): Promise<ListRow> };
}

/** A value between those of the neighbours at the new place, until the server has given the one that is stored. */
function orderIn(
  rows: readonly ListRow[],
  { row, target, above, order }: { row: ListRow; target: TreeTarget; above: string; order: string },
): string {
  const aboveOf = (one: ListRow) => (Reflect.get(one, above) as { id: string | null } | null)?.id ?? null;
  const siblings = rows.filter((one) => one.id !== row.id && aboveOf(one) === target.parentId);
  const { afterId } = target;
  const at = afterId === undefined ? siblings.length : siblings.findIndex(({ id }) => id === afterId) + 1;
  const before = siblings[at - 1];
  // Behind a text, and before all that are longer or greater.
  return before ? `${Reflect.get(before, order)} ` : "";
}
