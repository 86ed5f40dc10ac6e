"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { type FieldValues, get, useFormState } from "react-hook-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { maxEntries } from "@/lib/fields/entries";
import { FieldFrame, type FieldProps, useField } from "./field";

interface Line {
  /** A number given in the order of creation, which stays when other lines are removed. */
  id: number;
  value: string;
  type: string;
}

type EntriesFieldProps<T extends FieldValues> = FieldProps<T> & {
  /** The name of one value, for the labels of its controls: "E-mail". */
  one: string;
  types: readonly SelectOption[];
  inputType: "email" | "tel";
  autoFocus?: boolean | undefined;
};

/** A field with several values, each with a type. The first one is the primary one; lines without text are left out. */
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
  const focus = (line: "first" | "last") =>
    requestAnimationFrame(() => box.current?.querySelector<HTMLInputElement>(`li:${line}-child input`)?.focus());
  const add = () => {
    setLines([...lines, lineOf({})]);
    focus("last");
  };
  const makePrimary = (line: Line) => {
    change([line, ...lines.filter(({ id }) => id !== line.id)]);
    focus("first");
  };
  return (
    <FieldFrame {...{ id, label, hint, optional, action, className }} group error={problems.length > 0 ? null : error}>
      <fieldset ref={box} aria-labelledby={`${id}-label`} onBlur={field.onBlur} className="flex flex-col gap-1.5">
        <ul className="flex flex-col gap-1.5">
          {lines.map((line, place) => (
            <EntryLine
              key={line.id}
              {...{ line, place, one, types, inputType, disabled }}
              count={lines.length}
              problem={problems[place]}
              autoFocus={place === 0 && autoFocus}
              onSet={(part) => set(place, part)}
              onRemove={() => change(lines.length === 1 ? [lineOf({})] : lines.filter((_, at) => at !== place))}
              onPrimary={() => makePrimary(line)}
            />
          ))}
        </ul>
        <span className="flex flex-wrap gap-1.5">
          {lines.length < maxEntries ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={add} disabled={disabled}>
              {`Add ${one.toLowerCase()}`}
            </Button>
          ) : null}
        </span>
      </fieldset>
    </FieldFrame>
  );
}

interface EntryLineProps
  extends Pick<EntriesFieldProps<FieldValues>, "one" | "types" | "inputType" | "disabled" | "autoFocus"> {
  line: Line;
  place: number;
  /** The number of lines. */
  count: number;
  problem: string | undefined;
  onSet(part: Partial<Line>): void;
  onRemove(): void;
  onPrimary(): void;
}

function EntryLine(props: EntryLineProps) {
  const { line, place, count, one, types, inputType, disabled, autoFocus, problem, onSet, onRemove, onPrimary } = props;
  const isEmpty = line.value.trim() === "";
  const what = `${one.toLowerCase()} ${place + 1}`;
  return (
    <li className="flex flex-col gap-1">
      <Input
        type={inputType}
        autoComplete="off"
        aria-label={place === 0 ? `${one}, primary` : `${one} ${place + 1}`}
        invalid={problem !== undefined}
        value={line.value}
        disabled={disabled}
        autoFocus={autoFocus}
        onChange={(event) => onSet({ value: event.target.value })}
      />
      {problem ? <span className="text-danger text-sm">{problem}</span> : null}
      <span className="flex items-center gap-1.5">
        <Select
          options={types}
          value={line.type}
          disabled={disabled}
          aria-label={`Type of ${what}`}
          size="sm"
          className="w-28 shrink-0"
          onValueChange={(type) => onSet({ type })}
        />
        {count > 1 ? (
          <Rank isPrimary={place === 0} what={what} disabled={disabled || isEmpty} onClick={onPrimary} />
        ) : null}
        <IconButton
          label={`Remove ${what}`}
          icon={<X aria-hidden />}
          size="sm"
          className="ml-auto"
          disabled={disabled || (count === 1 && isEmpty)}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}

interface RankProps {
  isPrimary: boolean;
  /** The name of the line: "e-mail 2". */
  what: string;
  disabled: boolean | undefined;
  onClick(): void;
}

/** Shown beside the type if there are several lines: "primary", or a button that makes the line primary. */
function Rank({ isPrimary, what, disabled, onClick }: RankProps) {
  return (
    <span className="flex items-center">
      {isPrimary ? (
        <Badge>Primary</Badge>
      ) : (
        <Button size="sm" variant="ghost" aria-label={`Make primary: ${what}`} disabled={disabled} onClick={onClick}>
          Make primary
        </Button>
      )}
    </span>
  );
}

/** The errors of the lines by position: the form knows only those with text. */
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
