"use client";

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useId, useLayoutEffect, useRef } from "react";
import {
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  useController,
  useFormContext,
} from "react-hook-form";
import type { FieldSize } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { useHydrated } from "./use-hydrated";

export type FieldLook = {
  label: string;
  /** Help below the control, 12 px; an error replaces it. */
  hint?: ReactNode;
  optional?: boolean | undefined;
  /** Right of the label: "Forgot password?" */
  action?: ReactNode;
  /** The height: 32 px, or 36 px on sign-in and onboarding (`lg`). */
  size?: FieldSize | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

export type FieldProps<T extends FieldValues> = FieldLook & { name: FieldPath<T> };

export type FieldFrameProps = Pick<FieldLook, "label" | "hint" | "optional" | "action" | "className"> & {
  id: string;
  error?: ReactNode;
  /** The control is a group: the label names it by `${id}-label`. */
  group?: boolean | undefined;
  children: ReactNode;
};

/** The word beside the labels of optional fields, in a part of a form. */
const OptionalContext = createContext("optional");
export const OptionalMark = OptionalContext.Provider;

/** Label, control, and one line of help or error. Also works without a form. */
export function FieldFrame({ id, label, hint, optional, action, error, group, className, children }: FieldFrameProps) {
  const mark = useContext(OptionalContext);
  const words = (
    <>
      {label}
      {/* The space is for the name of the control: "Due day optional". */}
      {optional ? <span className="font-normal text-faint"> {mark}</span> : null}
    </>
  );
  return (
    <div className={cn("flex min-w-0 flex-col gap-[5px]", className)}>
      <div className="flex items-baseline justify-between gap-2 text-[13px] leading-[18px]">
        {group ? (
          <span id={`${id}-label`} className="font-medium">
            {words}
          </span>
        ) : (
          <label id={`${id}-label`} htmlFor={id} className="font-medium">
            {words}
          </label>
        )}
        {action}
      </div>
      {children}
      <FieldNote id={`${id}-note`} error={error} hint={hint} />
    </div>
  );
}

/** The line below a control: its error, else its hint. */
function FieldNote({ id, error, hint }: { id: string; error: ReactNode; hint: ReactNode }) {
  if (error)
    return (
      <p id={id} className="flex items-start gap-[5px] text-danger text-sm phone:text-[13px] phone:leading-[18px]">
        <CircleAlert aria-hidden className="mt-px size-3.5" />
        <span>{error}</span>
      </p>
    );
  if (!hint) return null;
  return (
    <p id={id} className="text-muted text-sm phone:text-[13px] phone:leading-[18px]">
      {hint}
    </p>
  );
}

export type FieldControl<T extends FieldValues> = {
  id: string;
  field: ControllerRenderProps<T, FieldPath<T>>;
  error: string | undefined;
  /** The control's `aria-describedby`; undefined without a line below. */
  describedBy: (hint: ReactNode) => string | undefined;
};

/**
 * Connects a field to the form around it. Leaving a field validates it only after typing: tabbing through shows no
 * error, and no error line moves a link that somebody is about to click.
 */
export function useField<T extends FieldValues>(name: FieldPath<T>, disabled: boolean | undefined): FieldControl<T> {
  const id = useId();
  const { control } = useFormContext<T>();
  const { field, fieldState } = useController<T, FieldPath<T>>({ name, control, disabled: disabled ?? false });
  const { isDirty } = fieldState;
  const error = fieldState.error?.message;
  const onBlur = () => {
    if (isDirty) field.onBlur();
  };
  return { id, field: { ...field, onBlur }, error, describedBy: (hint) => (error || hint ? `${id}-note` : undefined) };
}

/**
 * Keeps text that was typed or filled in by the browser before hydration: it exists only in the control and the next
 * render would clear it, so it is read before and passed to the form later.
 */
export function useEarlyText(id: string, { value, onChange }: Pick<ControllerRenderProps, "value" | "onChange">): void {
  const first = useRef({ value, onChange, served: !useHydrated() });
  const early = useRef<string>(undefined);
  // The control's value in the browser is read.
  useLayoutEffect(() => {
    const control = document.getElementById(id);
    if (!first.current.served) return;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) early.current = control.value;
  }, [id]);
  // The form's store receives the value.
  useEffect(() => {
    const { value, onChange } = first.current;
    if (early.current !== undefined && early.current !== (value ?? "")) onChange(early.current);
  }, []);
}
