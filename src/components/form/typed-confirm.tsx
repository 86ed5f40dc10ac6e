"use client";

import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Input } from "@/components/ui/input";

type ConfirmProps = ComponentProps<typeof ConfirmDialog>;

interface TypedConfirmProps extends Omit<ConfirmProps, "children"> {
  /** The name to type before the act. */
  name: string;
  children?: ReactNode;
}

/** Asks before an act on one record that cannot be undone: its name has to be typed, unless the act is refused. */
export function TypedConfirm({ name, disabled = false, onOpenChange, children, ...confirm }: TypedConfirmProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const isSame = typed.trim() === name.trim();
  return (
    <ConfirmDialog
      {...confirm}
      disabled={disabled || !isSame}
      onOpenChange={(open) => {
        setTyped("");
        onOpenChange(open);
      }}
    >
      {children}
      {disabled ? null : (
        <div className="mt-3 flex flex-col gap-1.5">
          <label htmlFor={id} className="text-muted">
            {`Type ${name} to confirm.`}
          </label>
          <Input id={id} value={typed} autoComplete="off" onChange={({ target }) => setTyped(target.value)} />
        </div>
      )}
    </ConfirmDialog>
  );
}
