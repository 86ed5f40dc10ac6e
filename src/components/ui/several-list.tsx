"use client";

import { useRef, useState } from "react";
import { type Option, OptionList, type OptionSource } from "./option-list";
import { useStable } from "./use-stable";

export type SeveralSource = OptionSource & {
  /** Makes an option of a typed text that no option has. */
  onCreate?: ((text: string) => Promise<Option>) | undefined;
};

export type SeveralListProps = SeveralSource & {
  /** Name of the search box. */
  label: string;
  values: readonly string[];
  /** `options` are those that were seen or made meanwhile: their names. */
  onChange: (values: readonly string[], option: Option) => void;
  initialText?: string | undefined;
  empty?: string | undefined;
};

/** Values in the order of fixed options; others stay behind them, in the order in which they were picked. */
export function ordered(values: readonly string[], options: readonly Option[] = []): string[] {
  const known = options.flatMap(({ value }) => (values.includes(value) ? [value] : []));
  return [...known, ...values.filter((value) => !known.includes(value))];
}

/** A search box over options of which several can be picked: Enter picks one or takes it away, Backspace the last. */
export function SeveralList(props: SeveralListProps) {
  const { label, options, search, values, onChange, onCreate, initialText, empty } = props;
  const [announcement, setAnnouncement] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  /** How many were made: each leaves an empty search box. */
  const [made, setMade] = useState(0);
  const creating = useRef(false);

  // A new option is picked among the values that are there when it was made.
  const toggle = useStable((option: Option): void => {
    const isPicked = values.includes(option.value);
    setProblem(null);
    setAnnouncement(`${option.label} ${isPicked ? "removed" : "added"}`);
    const next = isPicked ? values.filter((value) => value !== option.value) : [...values, option.value];
    onChange(ordered(next, options), option);
  });
  function removeLast(): void {
    const last = values.at(-1);
    if (last === undefined) return;
    toggle(options?.find(({ value }) => value === last) ?? { value: last, label: "The last value" });
  }
  async function create(text: string): Promise<void> {
    if (!onCreate || creating.current) return;
    creating.current = true;
    try {
      toggle(await onCreate(text));
      setMade((before) => before + 1);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      creating.current = false;
    }
  }
  return (
    <>
      <OptionList
        key={made}
        label={label}
        options={options}
        search={search}
        picked={values}
        initialText={made === 0 ? initialText : ""}
        empty={empty}
        onPick={toggle}
        onBackspace={removeLast}
        {...(onCreate ? { onCreate: (text) => void create(text), createLabel: (text) => `Create “${text}”` } : {})}
      />
      <p role="status" className="sr-only">
        {announcement}
      </p>
      {problem === null ? null : (
        <p role="alert" className="px-2 py-1.5 text-danger text-sm">
          {problem}
        </p>
      )}
    </>
  );
}
