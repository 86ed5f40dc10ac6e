"use client";

import type { ComponentProps, ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import { Input, type InputProps } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { FieldFrame, type FieldProps, useEarlyText, useField } from "./field";

export type TextFieldProps<T extends FieldValues> = FieldProps<T> & {
  type?: "text" | "email" | "url" | "tel" | "search" | undefined;
  placeholder?: string | undefined;
  autoComplete?: string | undefined;
  autoFocus?: boolean | undefined;
  inputMode?: ComponentProps<"input">["inputMode"];
  maxLength?: number | undefined;
  before?: ReactNode;
  after?: ReactNode;
  /** An emptied field holds null, not "". */
  nullable?: boolean | undefined;
};

const textOr = (nullable: boolean | undefined, text: string) => (nullable && text === "" ? null : text);

/** A field for one line of text; empty is "". */
export function TextField<T extends FieldValues = FieldValues>(props: TextFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, nullable, ...rest } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  useEarlyText(id, field);
  const input = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as InputProps;
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Input
        id={id}
        size={size}
        invalid={error !== undefined}
        aria-describedby={describedBy(hint)}
        {...input}
        {...field}
        onChange={(event) => field.onChange(textOr(nullable, event.target.value))}
        value={field.value ?? ""}
      />
    </FieldFrame>
  );
}

/** A field for an e-mail address, with the browser's keyboard and autofill for it. */
export function EmailField<T extends FieldValues = FieldValues>(props: Omit<TextFieldProps<T>, "type" | "inputMode">) {
  return <TextField<T> type="email" inputMode="email" autoComplete="email" {...props} />;
}

export type TextareaFieldProps<T extends FieldValues> = Omit<FieldProps<T>, "size"> & {
  rows?: number | undefined;
  placeholder?: string | undefined;
  nullable?: boolean | undefined;
};

/** A field for several lines of text; empty is "". */
export function TextareaField<T extends FieldValues = FieldValues>(props: TextareaFieldProps<T>) {
  const { name, label, hint, optional, action, disabled, className, rows, placeholder, nullable } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  useEarlyText(id, field);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Textarea
        id={id}
        rows={rows}
        placeholder={placeholder}
        invalid={error !== undefined}
        aria-describedby={describedBy(hint)}
        {...field}
        onChange={(event) => field.onChange(textOr(nullable, event.target.value))}
        value={field.value ?? ""}
      />
    </FieldFrame>
  );
}
