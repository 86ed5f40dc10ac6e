"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { type FieldValues, get, useFormState } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { maxEntries } from "@/lib/fields/entries";
import { FieldFrame, type FieldProps, useField } from "./field";

interface Line {
  /** Its place in the order in which lines were made: it stays when others are taken away. */
  id: number;
  value: string;
  type: string;
}

type EntriesFieldProps<T extends FieldValues> = FieldProps<T> & {
  /** One of the values, for the names of its controls: "E-mail". */
  one: string;
  types: readonly SelectOption[];
  inputType: "email" | "tel";
  autoFocus?: boolean | undefined;
};

/** Several values of a field, each with a type. The first one is the primary one; lines without text are left out. */
export function EntriesField<T extends FieldValues = FieldValues>(props: EntriesFieldProps<T>) {
  const { name, label, one, types, inputType, hint, optional, action, disabled, className, autoFocus } = props;
  const { id, field, error } = useField<T>(name, disabled);
  const { errors } = useFormState();
  const made = useRef(0);
  const lineOf = (given: Partial<Line>): Line => {
    made.current += 1;
    return { value: "", type: types[0]?.value ?? "", ...given, id: made.current };
  };
  const [lines, setLines] = useState<readonly Line[]>(() => {
    const given = (field.value ?? []) as readonly Omit<Line, "id">[];
    return given.length > 0 ? given.map(lineOf) : [lineOf({})];
  });
  const box = useRef<HTMLFieldSetElement>(null);
  const change = (next: readonly Line[]) => {
    setLines(next);
    field.onChange(next.filter(({ value }) => value.trim() !== "").map(({ value, type }) => ({ value, type })));
  };
  const set = (place: number, part: Partial<Line>) =>
    change(lines.map((line, at) => (at === place ? { ...line, ...part } : line)));
  const problems = problemsOf(lines, get(errors, name));
  const add = () => {
    setLines([...lines, lineOf({})]);
    requestAnimationFrame(() => box.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  return (
    <FieldFrame {...{ id, label, hint, optional, action, className }} group error={problems.length > 0 ? null : error}>
      <fieldset ref={box} aria-labelledby={`${id}-label`} onBlur={field.onBlur} className="flex flex-col gap-1.5">
        <ul className="flex flex-col gap-1.5">
          {lines.map((line, place) => (
            <li key={line.id} className="flex flex-col gap-1">
              <span className="flex gap-1.5">
                <Input
                  type={inputType}
                  autoComplete="off"
                  aria-label={place === 0 ? `${one}, primary` : `${one} ${place + 1}`}
                  invalid={problems[place] !== undefined}
                  value={line.value}
                  disabled={disabled}
                  autoFocus={place === 0 && autoFocus}
                  className="min-w-0 flex-1"
                  onChange={(event) => set(place, { value: event.target.value })}
                />
                <Select
                  options={types}
                  value={line.type}
                  disabled={disabled}
                  aria-label={`Type of ${one.toLowerCase()} ${place + 1}`}
                  className="w-28 shrink-0"
                  onValueChange={(type) => set(place, { type })}
                />
                <IconButton
                  label={`Remove ${one.toLowerCase()} ${place + 1}`}
                  icon={<X aria-hidden />}
                  disabled={disabled || (lines.length === 1 && line.value === "")}
                  onClick={() => change(lines.length === 1 ? [lineOf({})] : lines.filter((_, at) => at !== place))}
                />
              </span>
              {problems[place] ? <span className="text-danger text-sm">{problems[place]}</span> : null}
            </li>
          ))}
        </ul>
        <span className="flex flex-wrap gap-1.5">
          {lines.length < maxEntries ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={add} disabled={disabled}>
              {`Add ${one.toLowerCase()}`}
            </Button>
          ) : null}
          {lines.length > 1 ? (
            <Button size="sm" variant="ghost" onClick={() => change([...lines.slice(1), ...lines.slice(0, 1)])}>
              Make the second one primary
            </Button>
          ) : null}
        </span>
      </fieldset>
    </FieldFrame>
  );
}

/** The errors of the lines by their places: the form knows only those with text. */
function problemsOf(lines: readonly Line[], errors: unknown): (string | undefined)[] {
  const known = (errors ?? []) as readonly ({ value?: { message?: string } } | undefined)[];
  if (!Array.isArray(known)) return [];
  let at = -1;
  return lines.map(({ value }) => {
    if (value.trim() === "") return undefined;
    at += 1;
    return known[at]?.value?.message;
  });
}
