"use client";

import { useState } from "react";
import { type Option, OptionList, type OptionSource } from "./option-list";
import { OptionProblem } from "./option-problem";
import { type MakeOption, useOptionMaker } from "./use-option-maker";
import { useStable } from "./use-stable";

export type SeveralSource = OptionSource & {
  onCreate?: MakeOption | undefined;
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
  /** How many were made: each leaves an empty search box. */
  const [made, setMade] = useState(0);

  const maker = useOptionMaker(onCreate, (option) => {
    toggle(option);
    setMade((before) => before + 1);
  });
  // A new option is picked among the values that are there when it was made.
  const toggle = useStable((option: Option): void => {
    const isPicked = values.includes(option.value);
    maker.forget();
    setAnnouncement(`${option.label} ${isPicked ? "removed" : "added"}`);
    const next = isPicked ? values.filter((value) => value !== option.value) : [...values, option.value];
    onChange(ordered(next, options), option);
  });
  function removeLast(): void {
    const last = values.at(-1);
    if (last === undefined) return;
    toggle(options?.find(({ value }) => value === last) ?? { value: last, label: "The last value" });
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
        {...maker.offer}
      />
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <OptionProblem text={maker.problem} />
    </>
  );
}
