"use client";

import { Popover } from "radix-ui";
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from "react";
import type { FieldValues } from "react-hook-form";
import type { Suggest } from "@/components/data-table/data-column";
import { Suggestions, suggestionId } from "@/components/data-table/suggestions";
import { useFoundOptions } from "@/components/data-table/use-parsed-entries";
import { Input } from "@/components/ui/input";
import { FieldFrame, type FieldProps, useEarlyText, useField } from "./field";

interface SuggestFieldProps<T extends FieldValues> extends FieldProps<T> {
  suggest: Suggest;
  /** An emptied field holds null, not "". */
  nullable?: boolean | undefined;
}

/** A text field with suggestions of frequent values; any text is accepted. */
export function SuggestField<T extends FieldValues = FieldValues>(props: SuggestFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, suggest, nullable } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  useEarlyText(id, field);
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const text = String(field.value ?? "");
  const put = (next: string) => field.onChange(nullable && next === "" ? null : next);
  const { lines, shown, chosen, show, pick, onKeyDown } = useSuggestedLines(suggest, text, put);

  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Popover.Root open={shown} onOpenChange={show}>
        <Popover.Anchor>
          <Input
            {...field}
            ref={(element) => {
              input.current = element;
              field.ref(element);
            }}
            id={id}
            size={size}
            role="combobox"
            autoComplete="off"
            invalid={error !== undefined}
            aria-describedby={describedBy(hint)}
            aria-expanded={shown}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={shown ? suggestionId(listId, chosen) : undefined}
            value={text}
            onChange={(event) => {
              put(event.target.value);
              show(true);
            }}
            onClick={() => show(true)}
            onKeyDown={onKeyDown}
            onBlur={() => {
              show(false);
              field.onBlur();
            }}
          />
        </Popover.Anchor>
        <BelowInput label={`Suggestions for ${label}`} input={input}>
          <Suggestions
            listId={listId}
            label={`Suggestions for ${label}`}
            shown={lines}
            picked={chosen}
            byKey
            onPick={({ label: next }) => pick(next)}
          />
        </BelowInput>
      </Popover.Root>
    </FieldFrame>
  );
}

/** The suggestions for a text while its field is open, and the one that the arrows marked. */
function useSuggestedLines(suggest: Suggest, text: string, put: (text: string) => void) {
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const { options } = useFoundOptions(open ? suggest : undefined, text);
  // Until the results for this text arrive, matching earlier ones are shown.
  const fitting = options.filter((one) => one !== text && one.toLowerCase().includes(text.trim().toLowerCase()));
  const lines = fitting.map((one) => ({ value: one, label: one }));
  const shown = open && lines.length > 0;
  const chosen = lines[marked];

  function show(next: boolean) {
    setOpen(next);
    setMarked(-1);
  }
  function pick(next: string) {
    put(next);
    show(false);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) show(true);
    else if (step) setMarked(Math.max(-1, Math.min(marked + step, lines.length - 1)));
    else if (event.key === "Enter" && shown && chosen) pick(chosen.value);
    else return;
    event.preventDefault();
  }
  return { lines, shown, chosen, show, pick, onKeyDown };
}

interface BelowInputProps {
  label: string;
  input: RefObject<HTMLInputElement | null>;
  children: ReactNode;
}

/** Below the input on a phone too: a sheet would be hidden by the keyboard. */
function BelowInput({ label, input, children }: BelowInputProps) {
  return (
    <Popover.Portal>
      <Popover.Content
        aria-label={label}
        align="start"
        sideOffset={4}
        collisionPadding={8}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => {
          // The input belongs to it: a click there continues the typing.
          if (event.target === input.current) event.preventDefault();
        }}
        className="z-popover max-h-(--radix-popover-content-available-height) w-(--radix-popover-trigger-width) min-w-44 animate-pop-in overflow-y-auto rounded-lg bg-surface-raised p-1 shadow-2 data-[state=closed]:animate-pop-out"
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  );
}
