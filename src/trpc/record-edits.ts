"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import type { RecordCache, ShownEdit } from "./record-cache";
import { useUndoNotice } from "./undo-acts";
import { writeQueueOf } from "./write-queue";

interface Versioned {
  id: string;
  version: number;
}
type Target = { id: string; version: number };

/** How one kind of record is edited. */
interface EditKind<Row extends Versioned, Patch> {
  /** Reads the current state out of a conflict; loaded with the first one. */
  schema(): Promise<z.ZodType<Row>>;
  /** Its name in the sentence of the toast. */
  name(row: Row, patch: Patch): string;
  send(target: Target, patch: Patch): Promise<Row>;
  /** The patch that restores the previous values; null if it is unknown. */
  inverse(row: Row, patch: Patch): Patch | null;
  /** The cache in which an edit is shown before the server has it. */
  cache?: RecordCache<Row>;
  apply?(row: Row, patch: Patch): Row;
  /** Puts the current state on the screen, if no cache does. */
  show?(current: Row): void;
  /** A warning to show with the saved change; null if there is nothing to warn of. */
  warning?(saved: Row, patch: Patch): Promise<string | null>;
  /** Refetches data that depends on the change. */
  refresh(): Promise<unknown>;
}

export interface RecordEdits<Row, Patch> {
  /** Saves an inline edit; throws an Error with the sentence for its field. */
  save(row: Row, label: string, patch: Patch, successText?: string): Promise<void>;
  /** Saves an edit of a form, and throws the original error. */
  send(row: Row, label: string, patch: Patch, successText?: string): Promise<void>;
  /** The same for an editor that shows both versions itself: throws conflicts too, after showing the current state. */
  replace(row: Row, label: string, patch: Patch): Promise<void>;
}

/**
 * Edits records the same way in lists, details and settings: shown at once, sent one after the other, rolled back alone
 * if rejected, and with an undo. On a conflict the other person's value is shown and ours can be redone.
 */
export function useRecordEdits<Row extends Versioned, Patch>(kind: EditKind<Row, Patch>): RecordEdits<Row, Patch> {
  const offerUndo = useUndoNotice();
  const queue = writeQueueOf(useQueryClient());

  const write = (row: Row, patch: Patch) => writeInTurn(kind, queue, row, patch);

  const currentIn = (error: unknown) => shownCurrent(kind, error);

  async function saved(row: Row, label: string, patch: Patch, successText?: string): Promise<void> {
    const inverse = kind.inverse(row, patch);
    const answer = await write(row, patch);
    const warning = (await kind.warning?.(answer, patch).catch(() => null)) ?? null;
    const done = successText ?? `${label} of ${kind.name(answer, patch)} changed`;
    const message = warning === null ? done : `${done}. ${warning}`;
    const id = `edit ${row.id} ${label}`;
    if (inverse === null) notify.success(message, { id });
    else offerUndo(message, () => undo(answer, label, inverse), { id });
  }

  async function replace(row: Row, label: string, patch: Patch): Promise<void> {
    try {
      await saved(row, label, patch);
    } catch (error) {
      await currentIn(error);
      throw error;
    }
  }

  async function send(row: Row, label: string, patch: Patch, successText?: string): Promise<void> {
    try {
      await saved(row, label, patch, successText);
    } catch (error) {
      const current = await currentIn(error);
      if (!current) throw error;
      const who = otherIn(error) ?? "someone else";
      notify.error(`${label}: ${who} changed it at the same time. Their value is shown; yours was not saved.`, {
        action: { label: "Redo my change", onClick: () => void redo(current, label, patch) },
      });
    }
  }

  async function undo(saved: Row, label: string, inverse: Patch): Promise<boolean> {
    try {
      await write(saved, inverse);
      return true;
    } catch (error) {
      notify.error(
        (await currentIn(error))
          ? `${label} was changed again in the meantime. The newer value stays; your change was not undone.`
          : inWords(error).message,
      );
      return false;
    }
  }

  async function redo(current: Row, label: string, patch: Patch): Promise<void> {
    try {
      await send(current, label, patch);
    } catch (error) {
      notify.error(inWords(error).message);
    }
  }

  return {
    send,
    replace,
    save: async (row, label, patch, successText) => {
      try {
        await send(row, label, patch, successText);
      } catch (error) {
        throw inWords(error);
      }
    },
  };
}

/** Shows the current state from a conflict and returns it; null for any other error. */
async function shownCurrent<Row extends Versioned, Patch>(
  kind: EditKind<Row, Patch>,
  error: unknown,
): Promise<Row | null> {
  const refusal = readServerError(error);
  if (refusal.code !== "CONFLICT") return null;
  const schema = await kind.schema().catch(() => null);
  const current = schema?.safeParse(refusal.details.current);
  if (!current?.success) return null;
  kind.cache?.write(current.data);
  kind.show?.(current.data);
  return current.data;
}

/** The member who made the change that a conflict is with, as far as the server names one. */
function otherIn(error: unknown): string | null {
  const by = readServerError(error).details.by as { name?: string } | null | undefined;
  return by?.name ?? null;
}

/** Sends a change after earlier ones, and shows it meanwhile; a rejected one is rolled back. */
async function writeInTurn<Row extends Versioned, Patch>(
  kind: EditKind<Row, Patch>,
  queue: ReturnType<typeof writeQueueOf>,
  row: Row,
  patch: Patch,
): Promise<Row> {
  let shown: ShownEdit<Row> | undefined;
  // Joins the queue at once; showing it waits for pending fetches.
  const showing = kind.cache?.begin(row.id, (now) => kind.apply?.(now, patch) ?? now);
  try {
    const answer = await queue.run(row.id, row.version, async (version) => {
      shown = await showing;
      return await kind.send({ id: row.id, version }, patch);
    });
    shown?.answered(answer);
    return answer;
  } catch (error) {
    (shown ?? (await showing))?.refused();
    throw error;
  } finally {
    if (!kind.cache?.busy) void kind.refresh();
  }
}

/** The sentence for the field, if the error names one. */
function inWords(error: unknown): Error {
  const refusal = readServerError(error);
  return new Error(refusal.fields[0]?.message ?? refusal.message);
}

/** The patch that restores the old values; null if the editor may not see one of them. */
export function plainInverse<Patch extends object>(row: object, patch: Patch, own: Partial<Patch> = {}): Patch | null {
  const values = { ...row, ...own };
  const before = Object.keys(patch).map((key) => [key, Reflect.get(values, key)] as const);
  return before.some(([, value]) => value === undefined) ? null : (Object.fromEntries(before) as Patch);
}
