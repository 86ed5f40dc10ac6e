"use client";

import { useState } from "react";
import { cn } from "@/lib/cn";
import { ComboboxFrame, type ComboboxLook } from "./combobox-frame";
import { type Option, OptionList, type OptionSource } from "./option-list";
import { OptionProblem } from "./option-problem";
import { type MakeOption, useOptionMaker } from "./use-option-maker";

export interface ComboboxProps extends OptionSource, ComboboxLook {
  value: string | null;
  /** The picked option; null when it was cleared. */
  onChange: (option: Option | null) => void;
  /** The option of `value` if `options` lacks it. */
  selected?: Option | null | undefined;
  placeholder?: string | undefined;
  searchLabel?: string | undefined;
  empty?: string | undefined;
  /** Allows clearing the value. */
  clearable?: boolean | undefined;
  onCreate?: MakeOption | undefined;
}

/** One of many, found by typing; a sheet on phones. */
export function Combobox(props: ComboboxProps) {
  const {
    value,
    onChange,
    options,
    search,
    selected,
    placeholder = "Choose",
    searchLabel,
    empty,
    clearable,
    onCreate,
    ...look
  } = props;
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<Option | null>(null);
  const maker = useOptionMaker(onCreate, choose);
  const shown =
    value === null ? null : ([selected, picked, ...(options ?? [])].find((option) => option?.value === value) ?? null);

  function show(next: boolean) {
    maker.leave();
    setOpen(next);
  }
  function choose(option: Option | null) {
    setPicked(option);
    show(false);
    onChange(option);
  }

  return (
    <ComboboxFrame
      {...look}
      open={open}
      onOpenChange={show}
      listLabel={searchLabel ?? placeholder}
      shown={
        <>
          {shown?.icon}
          <span className={cn("min-w-0 flex-1 truncate", shown ? "" : "text-faint")}>
            {shown?.label ?? placeholder}
          </span>
        </>
      }
    >
      <OptionList
        label={searchLabel ?? "Search"}
        options={options}
        search={search}
        value={value}
        empty={empty}
        onPick={choose}
        onClear={clearable ? () => choose(null) : undefined}
        {...maker.offer}
      />
      <OptionProblem text={maker.problem} />
    </ComboboxFrame>
  );
}
