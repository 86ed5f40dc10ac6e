"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { FieldValues } from "react-hook-form";
import { Input } from "@/components/ui/input";
import { FieldFrame, type FieldProps, useEarlyText, useField } from "./field";

export type PasswordFieldProps<T extends FieldValues> = FieldProps<T> & {
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
};

/** A password field with a button that shows the password. */
export function PasswordField<T extends FieldValues = FieldValues>(props: PasswordFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, autoComplete, autoFocus } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  useEarlyText(id, field);
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Input
        id={id}
        type={shown ? "text" : "password"}
        size={size}
        invalid={error !== undefined}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        spellCheck={false}
        autoCapitalize="off"
        aria-describedby={describedBy(hint)}
        className={shown ? "" : "tracking-[0.12em]"}
        after={
          <button
            type="button"
            aria-label={shown ? "Hide password" : "Show password"}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="relative -mr-1 grid size-6 place-items-center rounded-sm hit-44 hover:[&_svg]:text-text"
          >
            {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </button>
        }
        {...field}
        value={field.value ?? ""}
      />
    </FieldFrame>
  );
}
