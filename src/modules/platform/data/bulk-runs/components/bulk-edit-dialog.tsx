"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import type { FieldContext } from "@/components/fields/kind";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { readServerError } from "@/components/form/server-error";
import { NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { notify } from "@/components/ui/toast";
import type { BulkChange, BulkSelection } from "@/lib/bulk-changes";
import { counted } from "@/lib/counted";
import { idFields } from "@/lib/fields/base";
import type { Field, Fields } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { changesOf } from "@/lib/planned-change";
import { useNounCache } from "@/trpc/noun-client";
import { useUndoNotice } from "@/trpc/undo-acts";
import { writeQueueOf } from "@/trpc/write-queue";
import { isSameTarget, useBulkActs, useBulkPreview } from "../client";
import { isWorking } from "../rules";
import type { BulkPreview, BulkRun } from "../schema";
import { BulkChangeFields, type Chosen, changeIn, type ManyAct, schemaOf, valueName } from "./bulk-change-fields";
import { BulkPreviewTable } from "./bulk-preview";
import { BulkRunContent } from "./bulk-run-dialog";
import { isRecordAct, type RecordAct, recordActs } from "./bulk-words";
import { LatestRuns } from "./latest-runs";

export interface BulkEditDialogProps {
  /** With the fields of the workspace. */
  noun: Noun;
  at: FieldContext;
  selection: BulkSelection;
  /** The acts that only this kind of record has. */
  own?: readonly ManyAct[] | undefined;
  onClose(): void;
  /** Called after records changed. */
  onDone(): void;
}

/** Changes many records: asks for the change, previews it, follows its run, and undoes it. */
export function BulkEditDialog(props: BulkEditDialogProps) {
  const { noun, onClose, onDone } = props;
  const [shown, setShown] = useState<BulkRun | null>(null);
  const close = () => {
    if (shown) onDone();
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : close())}>
      {shown === null ? <Edit {...props} onRun={setShown} /> : <BulkRunContent noun={noun} first={shown} />}
    </Dialog>
  );
}

const noActs: readonly ManyAct[] = [];

/** The fields that can be changed on many records, in the order of forms. */
const editable = ({ order, fields }: Pick<Noun, "order" | "fields">): [string, Field][] =>
  order.flatMap((name): [string, Field][] => {
    const field = (fields as Fields)[name];
    return field && changesOf(field).length > 0 && !(name in idFields) ? [[name, field]] : [];
  });

function Edit(props: BulkEditDialogProps & { onRun(run: BulkRun): void }) {
  const { noun, at, selection, own = noActs, onClose, onDone, onRun } = props;
  const { can, locale } = useWorkspace();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const fields = noun.fields as Fields;
  const name = chosen ? valueName(chosen) : "value";
  const schema = chosen && schemaOf(fields[chosen.target], chosen);
  const form = useZodForm(z.looseObject(schema ? { [name]: schema } : {}), { defaultValues: {} });
  const change = changeIn(fields, chosen, form.watch(name));
  const key = JSON.stringify(change);
  const pausedKey = usePaused(key, 300);
  const paused = JSON.parse(pausedKey) as BulkChange | null;
  const query = useBulkPreview({ noun: noun.entity, selection, change: paused });
  const preview = isSameTarget(paused, change) ? query.data : undefined;
  const isReady = change !== null && key === pausedKey && query.isSuccess && !query.isPlaceholderData;
  const start = useStart({ noun, selection, onRun, onClose, onDone });
  const total = preview?.total ?? ("ids" in selection ? selection.ids.length : null);
  const acts = (["archive", "restore", "delete"] as const satisfies RecordAct[]).filter(
    (act) => act !== "delete" || can(`${noun.entity}:delete`),
  );
  const records = total === null ? `all matching ${noun.head.many}` : counted(total, noun.head, locale);
  return (
    <DialogContent
      title={`${verbOf(change)} ${records}`}
      size="lg"
      description={preview && isReady ? summary(preview, change, noun, locale) : undefined}
    >
      <Form
        form={form as never}
        className="min-h-0 flex-1 gap-0"
        onSubmit={async () => {
          if (change && isReady) await start(change, form.getValues("confirmed") as number | undefined);
        }}
      >
        <DialogBody className="flex flex-col gap-field-gap">
          <FormError />
          <BulkChangeFields
            fields={editable(noun)}
            repeating={"repeats" in fields ? noun.head.many : null}
            acts={acts}
            own={own}
            at={at}
            chosen={chosen}
            onChoose={(next) => {
              form.reset({});
              setChosen(next);
            }}
          />
          {query.isError && change ? <Note tone="danger">{readServerError(query.error).message}</Note> : null}
          {preview ? (
            <BulkPreviewTable
              preview={preview}
              field={chosen ? fields[chosen.target] : undefined}
              at={at}
              one={noun.head.one}
            />
          ) : null}
          {change?.type === "delete" && preview ? (
            <NumberField
              name="confirmed"
              label={`Type ${preview.total.toLocaleString(locale)} to delete these records permanently`}
            />
          ) : null}
          {chosen === null ? <LatestRuns noun={noun} onOpen={onRun} /> : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton
            variant={change?.type === "delete" ? "danger-fill" : "primary"}
            disabled={!isReady || preview?.changed === 0}
          >
            {actText(change, preview, noun, locale)}
          </SubmitButton>
        </DialogFooter>
      </Form>
    </DialogContent>
  );
}

const verbOf = (change: BulkChange | null) =>
  change && isRecordAct(change.type) ? recordActs[change.type].label.split(" ")[0] : "Edit";

/** "Edit 1,186 accounts": of many records, all that match, since only the first ones were tried. */
function actText(change: BulkChange | null, preview: BulkPreview | undefined, noun: Noun, locale: string): string {
  const verb = verbOf(change);
  if (!change || !preview) return `${verb} ${noun.head.many}`;
  const count = preview.tried === preview.total ? preview.changed : preview.total;
  return `${verb} ${counted(count, noun.head, locale)}`;
}

function summary(
  { total, tried, changed }: BulkPreview,
  change: BulkChange | null,
  noun: Noun,
  locale: string,
): string {
  const undo = change?.type === "delete" ? "It cannot be undone." : "You can undo it in one step for 24 hours.";
  const happens = change && isRecordAct(change.type) ? `be ${recordActs[change.type].done}` : "change";
  const would = `${changed.toLocaleString(locale)} would ${happens}`;
  if (tried < total) return `Of the first ${counted(tried, noun.head, locale)}, ${would}. ${undo}`;
  const skipped =
    total === changed ? "" : `, ${counted(total - changed, { one: "would not", many: "would not" }, locale)}`;
  return `${would}${skipped}. ${undo}`;
}

type Starting = Pick<BulkEditDialogProps, "noun" | "selection" | "onClose" | "onDone"> & { onRun(run: BulkRun): void };

/** Starts the run. A small one without problems is over then: the dialog closes, and a toast offers the undo. */
function useStart({ noun, selection, onRun, onClose, onDone }: Starting) {
  const { start, undo } = useBulkActs();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const { locale } = useWorkspace();
  const { refresh } = useNounCache(noun as never);
  return async (change: BulkChange, confirmed: number | undefined) => {
    if ("ids" in selection) await writeQueueOf(client).settled(selection.ids);
    const run = await start.mutateAsync({ noun: noun.entity, selection, change, confirmed });
    await refresh();
    if (isWorking(run.status) || run.failed > 0 || run.changed === 0) return onRun(run);
    onDone();
    onClose();
    const done = isRecordAct(change.type) ? recordActs[change.type].done : "changed";
    const text = `${counted(run.changed, noun.head, locale)} ${done}`;
    if (run.undoUntil === null) return void notify.success(text);
    offerUndo(text, async () => {
      const undone = await undo.mutateAsync({ id: run.id }).catch((error: Error) => void notify.error(error.message));
      await refresh();
      if (!undone) return false;
      const { kept } = undone;
      if (kept > 0)
        notify.error(`${counted(kept, noun.head, locale)} stayed as they are: somebody changed them since.`);
      return kept === 0;
    });
  };
}
