"use client";

import type { ReactNode } from "react";
import { type FieldValues, FormProvider, type UseFormReturn, useFormContext, useFormState } from "react-hook-form";
import { usePlanAddress } from "@/components/layout/workspace-context";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { useEditing } from "@/components/ui/use-editing";
import { cn } from "@/lib/cn";
import { planPage } from "@/lib/plan-page";
import { ReloadOffer } from "./reload-offer";
import { applyServerError } from "./server-error";
import { useHydrated } from "./use-hydrated";

export type FormProps<I extends FieldValues, O> = {
  form: UseFormReturn<I, unknown, O>;
  /** Sends the parsed values; an error is shown on its fields or above them. */
  onSubmit: (values: O) => Promise<void> | void;
  id?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A form with its fields 16 px apart (12 px if compact); Enter submits, in longer texts with the command key. */
export function Form<I extends FieldValues, O>({ form, onSubmit, id, className, children }: FormProps<I, O>) {
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values);
    } catch (error) {
      applyServerError(form, error);
    }
  });
  return (
    <FormProvider {...form}>
      <Unsaved />
      <form
        noValidate
        // Never in the address, in case the browser submits the form before hydration.
        method="post"
        {...(id ? { id } : {})}
        className={cn("flex flex-col gap-field-gap", className)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.requestSubmit();
        }}
        onSubmit={(event) => {
          // A form in a dialog inside a form must not submit the outer one.
          event.stopPropagation();
          void submit(event);
        }}
      >
        {children}
      </form>
    </FormProvider>
  );
}

/**
 * Only a form that is on the screen holds others' changes back: the values of a closed dialog may stay changed for as
 * long as its page is open.
 */
function Unsaved() {
  useEditing(useFormState().isDirty);
  return null;
}

/** The server's error if it belongs to no field. Shown above the fields or above the button. */
export function FormError({ className }: { className?: string | undefined }) {
  const { errors } = useFormState();
  const plan = usePlanAddress();
  const { message, type } = errors.root?.server ?? {};
  if (!message) return null;
  return (
    <Note tone="danger" className={className}>
      {message}
      {plan && type === "LIMIT_REACHED" ? (
        <>
          {" "}
          <Link href={plan} className="link whitespace-nowrap">
            {planPage()}
          </Link>
        </>
      ) : null}
      <ReloadOffer code={type} />
    </Note>
  );
}

/** The form's submit button, busy while sending. Outside the form's element pass it `form` (the id). */
export function SubmitButton({ variant = "primary", disabled, ...rest }: Omit<ButtonProps, "type" | "busy">) {
  const { formState } = useFormContext();
  const ready = useHydrated();
  const off = disabled || !ready;
  return <Button type="submit" variant={variant} busy={formState.isSubmitting} disabled={off} {...rest} />;
}
