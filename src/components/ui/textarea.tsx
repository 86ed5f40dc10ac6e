import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export type TextareaProps = ComponentProps<"textarea"> & { invalid?: boolean | undefined };

/** Several lines of text; grows with its content up to 12 lines. */
export function Textarea({ invalid, className, rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={rows}
      aria-invalid={invalid || undefined}
      className={cn(
        "field-sizing-content max-h-[252px] min-h-[72px] w-full resize-none rounded-md border border-border-strong bg-surface px-2.5 py-1.5 text-input outline-none",
        "transition-colors duration-instant focus-visible:border-focus focus-visible:shadow-[0_0_0_1px_var(--focus)]",
        "disabled:bg-surface-sunken disabled:text-faint",
        invalid &&
          "border-danger shadow-[0_0_0_1px_var(--danger)] focus-visible:border-danger focus-visible:shadow-[0_0_0_1px_var(--danger)]",
        className,
      )}
      {...rest}
    />
  );
}
