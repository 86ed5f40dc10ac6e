"use client";

import type { ReactNode } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Form, FormError, SubmitButton } from "./form";

export type FormDialogProps<I extends FieldValues, O> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Invite a member" */
  title: string;
  description?: ReactNode;
  size?: "md" | "lg" | undefined;
  form: UseFormReturn<I, unknown, O>;
  /** Sends the parsed values; the dialog closes when it resolves, and shows what it throws. */
  onSubmit: (values: O) => Promise<void> | void;
  /** The verb with its object: "Send invitation" */
  submit: string;
  cancel?: string | undefined;
  children: ReactNode;
};

/** A form in a dialog: fields, then Cancel and the verb. Closing forgets what was typed. */
export function FormDialog<I extends FieldValues, O>(props: FormDialogProps<I, O>) {
  const { open, onOpenChange, title, description, size, form, onSubmit, submit, cancel = "Cancel", children } = props;
  function change(next: boolean) {
    onOpenChange(next);
    if (!next) form.reset();
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent title={title} description={description} size={size}>
        <Form
          form={form}
          className="min-h-0 flex-1 gap-0"
          onSubmit={async (values) => {
            await onSubmit(values);
            change(false);
          }}
        >
          <DialogBody className="flex flex-col gap-field-gap">
            <FormError />
            {children}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{cancel}</Button>
            </DialogClose>
            <SubmitButton>{submit}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
