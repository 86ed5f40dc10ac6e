"use client";

import type { z } from "zod";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";

interface Versioned {
  version: number;
}

interface Edit<Row extends Versioned> {
  /** The field as people call it: "Close date". */
  label: string;
  /** The version that was seen. */
  version: number;
  send(version: number): Promise<unknown>;
  row: z.ZodType<Row>;
  /** Puts the present state of the record on the screen. */
  show(current: Row): void;
}

/** Saves an edit of one field made in place; what was refused is thrown as an Error with the sentence for its field. */
export async function saveEdit<Row extends Versioned>(edit: Edit<Row>): Promise<void> {
  try {
    await sendEdit(edit);
  } catch (error) {
    const refusal = readServerError(error);
    throw new Error(refusal.fields[0]?.message ?? refusal.message);
  }
}

/**
 * The same for a form, which gets the refusal as it came. When someone changed the same field meanwhile, theirs is
 * shown and what was typed can be redone over it.
 */
export async function sendEdit<Row extends Versioned>(edit: Edit<Row>): Promise<void> {
  try {
    await edit.send(edit.version);
  } catch (error) {
    const refusal = readServerError(error);
    const current = edit.row.safeParse(refusal.details.current);
    if (refusal.code !== "CONFLICT" || !current.success) throw error;
    edit.show(current.data);
    notify.error(`${edit.label}: someone changed it while you did. Theirs is shown, yours is not saved.`, {
      action: {
        label: "Redo mine",
        onClick: () => {
          saveEdit({ ...edit, version: current.data.version }).catch((again: Error) => notify.error(again.message));
        },
      },
    });
  }
}
