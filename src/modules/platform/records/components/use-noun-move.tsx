"use client";

import type { ReactNode } from "react";
import type { BoardMove } from "@/components/board/board-order";
import { useQuestion } from "@/components/form/use-question";
import { notify } from "@/components/ui/toast";
import { patchOf } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { NounBoard } from "@/lib/nouns/board";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import type { NounCardRow } from "./noun-card";
import type { NounOwn } from "./noun-own";

interface About {
  record: RecordOf<Fields>;
  to: string | null;
}

/** Moves a card by an edit of its field. Where the noun asks first, the card waits in its new place. */
export function useNounMove(noun: NounWith<Fields>, { field, label, columns }: NounBoard, own?: NounOwn<Fields>) {
  const edits = useEditsOf(noun, own?.warning);
  const { asked, ask, close } = useQuestion<About, PatchOf<Fields>>();
  const question = own?.boardQuestion;

  async function move(card: NounCardRow, { to }: BoardMove): Promise<void> {
    const column = columns.find(({ id }) => id === to);
    if (!column) return;
    const record = card as unknown as RecordOf<Fields>;
    const change = patchOf(field, column.value) as PatchOf<Fields>;
    const said = `${card.name} moved to ${column.name}`;
    // The server refuses a member who may not move it, so no dialog opens before.
    if (card.mayEdit && question?.needed(record, column.value)) {
      const send = (beside: PatchOf<Fields>) => edits.send(record, label, { ...change, ...beside }, said);
      return await ask({ record, to: column.value }, `${card.name} stays where it was.`, send);
    }
    await edits.save(record, label, change, said).catch((error: Error) => {
      notify.error(error.message);
      throw error;
    });
  }

  const dialog: ReactNode =
    asked && question ? (
      <question.Dialog key={asked.about.record.id} {...asked.about} onAnswer={asked.send} onClose={close} />
    ) : null;
  return { move, dialog };
}
