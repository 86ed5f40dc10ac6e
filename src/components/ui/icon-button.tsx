"use client";

import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "aria-label" | "children" | "icon" | "asChild"> & {
  /** The accessible name and tooltip. */
  label: string;
  /** In a list: the record or line that it acts on, for the name alone. */
  of?: string | undefined;
  icon: ReactNode;
  /** The shortcut, for the tooltip. */
  keys?: string | undefined;
  tooltip?: boolean | undefined;
};

const square = { sm: "w-control-sm", md: "w-control", lg: "w-control-lg" } as const;

/** A square button with an icon only (24, 28 or 36), named by its label. */
export function IconButton({
  label,
  of,
  icon,
  keys,
  tooltip = true,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  const button = (
    <Button
      aria-label={of ? `${label}: ${of}` : label}
      variant={variant}
      size={size}
      icon={icon}
      className={cn(
        "px-0 phone:px-0 phone:[&_svg]:size-5",
        size === "sm" ? "[&_svg]:size-[15px]" : "[&_svg]:size-4",
        square[size],
        className,
      )}
      {...rest}
    />
  );
  return tooltip ? (
    <Tooltip content={label} keys={keys}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
