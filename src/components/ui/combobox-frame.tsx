import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type FieldSize, fieldFrame } from "./input";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

/** The look, state and names of a combobox. */
export interface ComboboxLook {
  size?: FieldSize | undefined;
  quiet?: boolean | undefined;
  invalid?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  onBlur?: (() => void) | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
}

interface ComboboxFrameProps extends ComboboxLook {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** The value, in the field. */
  shown: ReactNode;
  /** The name of the list. */
  listLabel: string;
  /** The list. */
  children: ReactNode;
}

/** A field that opens a list to choose from; a sheet on phones. */
export function ComboboxFrame({ open, onOpenChange, shown, listLabel, children, ...look }: ComboboxFrameProps) {
  return (
    <Popover
      modal
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) look.onBlur?.();
      }}
    >
      <PopoverTrigger
        {...(look.id ? { id: look.id } : {})}
        role="combobox"
        aria-expanded={open}
        aria-invalid={look.invalid || undefined}
        aria-label={look["aria-label"]}
        aria-describedby={look["aria-describedby"]}
        disabled={look.disabled ?? false}
        className={cn(
          fieldFrame({ size: look.size, quiet: look.quiet, invalid: look.invalid }),
          "cursor-pointer text-left outline-none focus-visible:border-focus focus-visible:shadow-[0_0_0_1px_var(--focus)] disabled:bg-surface-sunken disabled:text-faint",
          look.className,
        )}
      >
        {shown}
        <ChevronDown aria-hidden className="-mr-[3px] size-[13px]! text-muted!" />
      </PopoverTrigger>
      <PopoverContent aria-label={listLabel} className="w-(--radix-popover-trigger-width) min-w-60">
        {children}
      </PopoverContent>
    </Popover>
  );
}
