import { cva } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** The frame of every field: outline, focus border with 1 px ring, danger border and ring. */
export const fieldFrame = cva(
  [
    "flex w-full min-w-0 items-center gap-2 rounded-md border bg-surface px-2.5 text-input transition-colors duration-instant ease-out",
    "has-[input:focus-visible]:border-focus has-[input:focus-visible]:shadow-[0_0_0_1px_var(--focus)]",
    "has-[:disabled]:bg-surface-sunken has-[:disabled]:text-faint [&_svg]:shrink-0 [&_svg]:text-faint",
  ],
  {
    variants: {
      size: {
        sm: "h-[26px] text-sm phone:h-input phone:text-input [&_svg]:size-3.5",
        md: "h-input [&_svg]:size-4",
        lg: "h-control-lg [&_svg]:size-4",
      },
      quiet: { true: "border-border", false: "border-border-strong" },
      invalid: {
        true: "border-danger shadow-[0_0_0_1px_var(--danger)] has-[input:focus-visible]:border-danger has-[input:focus-visible]:shadow-[0_0_0_1px_var(--danger)]",
        false: "",
      },
    },
    defaultVariants: { size: "md", quiet: false, invalid: false },
  },
);

export type FieldSize = "sm" | "md" | "lg";

export type InputProps = Omit<ComponentProps<"input">, "size" | "prefix"> & {
  /** 26, 32 or 36 high (44 on a phone). */
  size?: FieldSize | undefined;
  /** A light outline, for search fields in bars. */
  quiet?: boolean | undefined;
  invalid?: boolean | undefined;
  /** Before and after the text, inside the frame: an icon, a unit, a button. */
  before?: ReactNode;
  after?: ReactNode;
  frameClassName?: string | undefined;
};

/** One line of text in a frame. The label belongs to the field around it. */
export function Input({ size, quiet, invalid, before, after, className, frameClassName, ...rest }: InputProps) {
  return (
    <span className={cn(fieldFrame({ size, quiet, invalid }), frameClassName)}>
      {before ? <span className="flex shrink-0 items-center gap-1.5 text-faint">{before}</span> : null}
      <input
        aria-invalid={invalid || undefined}
        className={cn("h-full w-full min-w-0 flex-1 bg-transparent outline-none", className)}
        {...rest}
      />
      {after ? <span className="flex shrink-0 items-center gap-1.5 text-faint">{after}</span> : null}
    </span>
  );
}
