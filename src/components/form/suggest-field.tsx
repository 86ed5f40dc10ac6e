"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { FieldValues } from "react-hook-form";
import type { Suggest } from "@/components/data-table/data-column";
import { Suggestions, suggestionId } from "@/components/data-table/suggestions";
import { useFoundOptions } from "@/components/data-table/use-understood";
import { Input } from "@/components/ui/input";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { FieldFrame, type FieldProps, useEarlyText, useField } from "./field";

interface SuggestFieldProps<T extends FieldValues> extends FieldProps<T> {
  suggest: Suggest;
  /** An emptied field holds null, not "". */
  nullable?: boolean | undefined;
}

/** One line of text with what is often written there; what is typed is taken as it is. */
export function SuggestField<T extends FieldValues = FieldValues>(props: SuggestFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, suggest, nullable } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  useEarlyText(id, field);
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const text = String(field.value ?? "");
  const { options } = useFoundOptions(open ? suggest : undefined, text);
  const shown = open ? options.filter((one) => one !== text).map((one) => ({ value: one, label: one })) : [];
  const chosen = shown[marked];

  function show(next: boolean) {
    setOpen(next);
    setMarked(-1);
  }
  function put(next: string) {
    field.onChange(nullable && next === "" ? null : next);
  }
  function pick(next: string) {
    put(next);
    show(false);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) show(true);
    else if (step) setMarked(Math.max(-1, Math.min(marked + step, shown.length - 1)));
    else if (event.key === "Enter" && chosen) pick(chosen.value);
    else return;
    event.preventDefault();
  }

  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Popover open={shown.length > 0} onOpenChange={show}>
        <PopoverAnchor>
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
            aria-expanded={shown.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={suggestionId(listId, chosen)}
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
        </PopoverAnchor>
        <PopoverContent
          aria-label={`Suggestions for ${label}`}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            // The input is part of it: a click there goes on with the text.
            if (event.target === input.current) event.preventDefault();
          }}
          className="w-(--radix-popover-trigger-width) min-w-44"
        >
          <Suggestions
            listId={listId}
            label={`Suggestions for ${label}`}
            shown={shown}
            picked={chosen}
            byKey
            onPick={({ label: next }) => pick(next)}
          />
        </PopoverContent>
      </Popover>
    </FieldFrame>
  );
}
