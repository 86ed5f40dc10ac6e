"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { OptionList, type OptionListProps } from "@/components/ui/option-list";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";

interface FilterPickProps {
  label: string;
  icon: ReactNode;
  operator?: string;
  /** The operator on a phone, where "is" says nothing. */
  short?: string | undefined;
  /** The chosen value in words; null where nothing is chosen. */
  value: string | null;
  onRemove(): void;
  /** The choice; it calls `done` when it was made. */
  children(done: () => void): ReactNode;
}

/** One filter: a button until it has a value, then a chip. */
export function FilterPick({ label, icon, operator = "is", short, value, onRemove, children }: FilterPickProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverAnchor asChild>
        <span className="inline-flex first:has-[>button]:-ml-2">
          {value === null ? (
            <Button
              size="sm"
              variant="ghost"
              icon={icon}
              aria-haspopup="dialog"
              aria-expanded={open}
              onClick={() => setOpen(true)}
            >
              {label}
            </Button>
          ) : (
            <Chip
              field={label}
              icon={icon}
              operator={operator}
              short={short}
              values={[value]}
              onEdit={() => setOpen(true)}
              onRemove={onRemove}
            />
          )}
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={`Filter by ${label}`} className="w-72">
        {children(() => setOpen(false))}
      </PopoverContent>
    </Popover>
  );
}

interface OptionFilterProps extends Omit<FilterPickProps, "children">, Pick<OptionListProps, "options" | "search"> {
  /** "Find a member" */
  find: string;
  picked: string | null;
  onPick: OptionListProps["onPick"];
  /** Above the options. */
  children?: ReactNode;
}

/** A filter whose value is one of some options. */
export function OptionFilter({ find, options, search, picked, onPick, children, ...filter }: OptionFilterProps) {
  return (
    <FilterPick {...filter}>
      {(done) => (
        <>
          {children}
          <OptionList
            label={find}
            options={options}
            search={search}
            value={picked}
            onPick={(option) => {
              onPick(option);
              done();
            }}
          />
        </>
      )}
    </FilterPick>
  );
}
