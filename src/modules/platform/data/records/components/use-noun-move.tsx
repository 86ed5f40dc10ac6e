"use client";

import type { BoardMove } from "@/components/board/board-order";
import { useQuestion } from "@/components/form/use-question";
import { notify } from "@/components/ui/toast";
import { patchOf } from "@/lib/fields/custom";
import type { Fields, Transition } from "@/lib/fields/field";
import { isBackward, progressionsIn } from "@/lib/fields/progression";
import type { PatchOf } from "@/lib/fields/record";
import type { NounBoard, NounColumn } from "@/lib/nouns/board";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import { LazyMoveBackDialog, LazyStepDialog } from "./lazy-dialogs";
import type { NamedRecord } from "./move-back-dialog";
import type { NounCardRow } from "./noun-card";
import type { NounOwn } from "./noun-own";
import { requireStep, stepWithQuestions } from "./step-of-move";

interface About {
  record: NamedRecord;
  to: string | null;
  step: Transition | null;
}

/** Says why a card stays where it was; the board puts it back. */
function requireAllowed(...of: Parameters<typeof requireStep>): void {
  try {
    requireStep(...of);
  } catch (error) {
    notify.error((error as Error).message);
    throw error;
  }
}

interface MoveQuestionProps {
  noun: NounWith<Fields>;
  /** The field whose values are the columns. */
  on: string;
  question: { about: About; send(answer: PatchOf<Fields>): Promise<void> };
  close(): void;
}

/** The progression field of that name; undefined for any other field. */
const progressionOf = (noun: NounWith<Fields>, name: string) =>
  progressionsIn(noun.fields).find(([one]) => one === name)?.[1];

/** The dialog of the transition that the move makes, or of a move back in a progression. */
function MoveQuestion({ noun, on, question: { about, send }, close }: MoveQuestionProps) {
  const { record, to, step } = about;
  if (step) {
    const title = `${step.label} ${record.name}`;
    return <LazyStepDialog key={record.id} {...{ noun, step, title }} onSend={send} onClose={close} />;
  }
  const progression = progressionOf(noun, on);
  if (!progression || to === null) return null;
  return (
    <LazyMoveBackDialog
      key={record.id}
      {...{ record, to, field: progression, name: on }}
      onMove={send}
      onClose={close}
    />
  );
}

/** Moves a card by an edit of its field. Where the noun asks first, the card waits in its new place. */
export function useNounMove(
  noun: NounWith<Fields>,
  { field, input, label }: NounBoard,
  columns: readonly NounColumn[],
  own?: NounOwn<Fields>,
) {
  const edits = useEditsOf(noun, own);
  const { question, ask, close } = useQuestion<About, PatchOf<Fields>>();
  const progression = progressionOf(noun, field);

  async function move(card: NounCardRow, { to }: BoardMove): Promise<void> {
    const column = columns.find(({ id }) => id === to);
    if (!column) return;
    const record = card as unknown as NamedRecord;
    requireAllowed(noun, field, record, column.value);
    const patch = patchOf(input, column.value) as PatchOf<Fields>;
    const successText = `${card.name} moved to ${column.name}`;
    // The server refuses a member who may not move it, so no dialog opens before.
    const step = stepWithQuestions(noun, field, record, column.value);
    const isBack = progression && column.value !== null && isBackward(progression, String(record[field]), column.value);
    if (card.mayEdit && (step || isBack)) {
      const send = (answer: PatchOf<Fields>) => edits.send(record, label, { ...patch, ...answer }, successText);
      return await ask({ record, to: column.value, step }, `${card.name} stays where it was.`, send);
    }
    await edits.save(record, label, patch, successText).catch((error: Error) => {
      notify.error(error.message);
      throw error;
    });
  }

  return { move, dialog: question ? <MoveQuestion {...{ noun, on: field, question, close }} /> : null };
}
