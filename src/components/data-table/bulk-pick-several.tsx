"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Option } from "@/components/ui/option-list";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { SeveralList, type SeveralSource } from "@/components/ui/several-list";
import { BulkAction } from "./bulk-bar";

interface BulkPickSeveralProps extends SeveralSource {
  icon: ReactNode;
  label: string;
  empty?: string | undefined;
  onPick(options: Option[]): void;
}

/** A bulk action with a picker for several values, which runs after they are confirmed. */
export function BulkPickSeveral({ icon, label, empty, onPick, ...source }: BulkPickSeveralProps) {
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState<readonly string[]>([]);
  const [seen, setSeen] = useState<readonly Option[]>([]);
  function change(next: boolean): void {
    setOpen(next);
    setValues([]);
  }
  function confirm(): void {
    const known = [...(source.options ?? []), ...seen];
    change(false);
    onPick(values.flatMap((value) => known.find((option) => option.value === value) ?? []));
  }
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverAnchor asChild>
        <span>
          <BulkAction icon={icon} onClick={() => change(true)}>
            {label}
          </BulkAction>
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={label} side="top" className="w-64">
        <SeveralList
          label={label}
          {...source}
          empty={empty}
          values={values}
          onChange={(next, option) => {
            setSeen([...seen, option]);
            setValues(next);
          }}
        />
        <div className="-mx-1 mt-1 px-2 pt-2 pb-1 hairline-t hairline-soft phone:px-3">
          <Button variant="primary" className="w-full" disabled={values.length === 0} onClick={confirm}>
            {label}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
