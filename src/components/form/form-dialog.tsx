"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { type FieldValues, type UseFormReturn, useFormState } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  keepOpenForToasts,
} from "@/components/ui/dialog";
import { Form, FormError, SubmitButton } from "./form";

export type FormDialogProps<I extends FieldValues, O, R> = {
  open: boolean;
  /** If the address controls whether it is open, this resolves when the address has changed. */
  onOpenChange: (open: boolean) => unknown;
  /** The title: "Invite a member" */
  title: string;
  description?: ReactNode;
  size?: "md" | "lg" | undefined;
  form: UseFormReturn<I, unknown, O>;
  /** Sends the parsed values; the dialog closes when it resolves, and shows an error if it throws. */
  onSubmit: (values: O) => Promise<R> | R;
  /** Called after the dialog has closed: closing would cancel a navigation that started earlier. */
  onDone?: ((result: R) => void) | undefined;
  /** The button: verb and object, "Send invitation" */
  submit: string;
  cancel?: string | undefined;
  /** The act deletes something for good: its button is red. */
  danger?: boolean | undefined;
  /** False if closing loses nothing, such as a code that was typed: then Esc closes without asking. */
  asksToDiscard?: boolean | undefined;
  children: ReactNode;
};

/**
 * A form in a dialog: fields, then Cancel and the action. Closing discards what was typed, so then only Cancel closes
 * it: a click outside does nothing, and Esc asks.
 */
export function FormDialog<I extends FieldValues, O, R>(props: FormDialogProps<I, O, R>) {
  const { open, onOpenChange, title, description, size, form, onSubmit, onDone, submit, cancel = "Cancel" } = props;
  const { danger = false, asksToDiscard = true } = props;
  const [asking, setAsking] = useState(false);
  const { isDirty, isSubmitting } = form.formState;
  const wouldLose = isDirty && asksToDiscard;
  async function close() {
    await onOpenChange(false);
    // A form that keeps typed values when its preset changes would also keep them here, and stay changed for good.
    form.reset(undefined, { keepDirtyValues: false });
  }
  return (
    <Dialog open={open} onOpenChange={(next) => void (next ? onOpenChange(next) : close())}>
      <DialogContent
        title={title}
        description={description}
        size={size}
        onInteractOutside={(event) => {
          keepOpenForToasts(event);
          if (wouldLose || isSubmitting) event.preventDefault();
        }}
        onEscapeKeyDown={(event) => {
          if (!wouldLose && !isSubmitting) return;
          event.preventDefault();
          setAsking(!isSubmitting);
        }}
      >
        <Form
          form={form}
          className="min-h-0 flex-1 gap-0"
          onSubmit={async (values) => {
            const result = await onSubmit(values);
            await close();
            onDone?.(result);
          }}
        >
          <DialogBody className="flex flex-col gap-field-gap">
            <FormError />
            <RefusedFocus />
            {props.children}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button disabled={isSubmitting}>{cancel}</Button>
            </DialogClose>
            <SubmitButton variant={danger ? "danger-fill" : "primary"}>{submit}</SubmitButton>
          </DialogFooter>
        </Form>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title="Discard your changes?"
          description="Nothing has been saved."
          action="Discard"
          cancel="Keep editing"
          onConfirm={close}
        />
      </DialogContent>
    </Dialog>
  );
}

/**
 * After each attempt the focus goes to the first field that is refused, unless it is in one already: only text boxes get
 * it by themselves, and a choice below the fold was refused without a sign.
 */
function RefusedFocus() {
  const { submitCount } = useFormState();
  const mark = useRef<HTMLSpanElement>(null);
  // The focus of the document.
  useEffect(() => {
    const first = submitCount > 0 && mark.current?.closest("form")?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (first && document.activeElement?.getAttribute("aria-invalid") !== "true") first.focus();
  }, [submitCount]);
  return <span ref={mark} hidden />;
}
