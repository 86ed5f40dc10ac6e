import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export const buttonVariants = cva(
  [
    "relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium",
    "transition-colors duration-instant ease-out hit-44",
    "disabled:border-border disabled:bg-surface-sunken disabled:text-faint disabled:shadow-none",
    "aria-disabled:border-border aria-disabled:bg-surface-sunken aria-disabled:text-faint aria-disabled:shadow-none",
  ],
  {
    variants: {
      variant: {
        primary: [
          "border-transparent bg-accent text-on-accent shadow-1 hover:bg-accent-hover [&_svg]:text-current",
          "disabled:border-transparent disabled:bg-surface-press aria-disabled:border-transparent aria-disabled:bg-surface-press",
        ],
        secondary: "bg-surface text-text shadow-1 hover:bg-surface-hover [&_svg]:text-muted",
        ghost: [
          "border-transparent bg-transparent text-muted hover:bg-surface-hover hover:text-text aria-expanded:bg-surface-press aria-expanded:text-text",
          "disabled:border-transparent disabled:bg-transparent aria-disabled:border-transparent aria-disabled:bg-transparent",
        ],
        tinted: "border-accent-line bg-accent-subtle text-accent-text hover:border-accent",
        danger: "bg-surface text-danger shadow-1 hover:bg-danger-subtle",
        "danger-fill":
          "border-transparent bg-danger-fill text-on-danger shadow-1 hover:opacity-90 focus-visible:outline-offset-2",
      },
      size: {
        sm: "h-control-sm gap-[5px] px-2 text-sm phone:px-3 phone:text-[13px] [&_svg]:size-3.5",
        md: "h-control gap-1.5 px-2.5 text-md [&_svg]:size-[15px]",
        lg: "h-control-lg gap-1.5 px-3.5 text-md [&_svg]:size-[15px]",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonVariant = NonNullable<VariantProps<typeof buttonVariants>["variant"]>;
export type ButtonSize = NonNullable<VariantProps<typeof buttonVariants>["size"]>;

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  /** Shown before the text; a busy button shows a spinner in its place. */
  icon?: ReactNode;
  /** The act is running: the button keeps its width and focus, but does nothing. */
  busy?: boolean | undefined;
  /** The only child is the element to render, for example a link. */
  asChild?: boolean | undefined;
};

/** An action button. One primary per view; `tinted` is for a suggestion beside it. */
export function Button({ variant, size, icon, busy, asChild, className, children, onClick, ...rest }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...rest}>
        {icon}
        <Slot.Slottable>{children}</Slot.Slottable>
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-busy" /> : icon}
      {children}
    </button>
  );
}
