"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";

interface ChoiceMenuProps<Value extends string> {
  /** "Group": shown before the current choice, and alone if there is none. */
  label: string;
  /** The label is for screen readers only. */
  quiet?: boolean;
  /** Shown before the text; on a phone instead of it, unless the label is hidden. */
  icon?: ReactNode;
  value: Value;
  options: readonly { value: Value; label: string }[];
  /** Text for the current choice in the button, if it differs from the option's; none when null. */
  shown?: string | null | undefined;
  onChange(value: Value): void;
  align?: "start" | "end";
  className?: string;
  /** Further menu items below. */
  children?: ReactNode;
}

/** A ghost button with the current choice, and a menu of the others: Group, Sort, Match, kinds of entries. */
export function ChoiceMenu<Value extends string>(props: ChoiceMenuProps<Value>) {
  const { label, quiet = false, icon, value, options, onChange, align = "end", className = "" } = props;
  const shown = props.shown === undefined ? options.find((option) => option.value === value)?.label : props.shown;
  const alone = icon && !quiet ? "phone:sr-only" : "";
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="sm" className={className} {...(icon ? { icon } : {})}>
          {shown ? (
            <span className={alone}>
              <span className={quiet ? "sr-only" : ""}>{`${label}: `}</span>
              <span className="text-text">{shown}</span>
            </span>
          ) : (
            <span className={alone}>{label}</span>
          )}
        </Button>
      </MenuTrigger>
      <MenuContent align={align}>
        <MenuRadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
          {options.map((option) => (
            <MenuRadioItem key={option.value} value={option.value}>
              {option.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        {props.children}
      </MenuContent>
    </Menu>
  );
}
