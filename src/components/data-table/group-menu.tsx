"use client";

import { Layers } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";

/** A field that a list can be grouped by. */
export interface GroupField {
  field: string;
  label: string;
}

/** "Group: Stage", or no groups. */
export function GroupMenu(props: {
  fields: readonly GroupField[];
  group: string | null;
  onChange(group: string | null): void;
}) {
  const current = props.fields.find(({ field }) => field === props.group);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="sm" icon={<Layers aria-hidden />}>
          {current ? (
            <span>
              Group: <span className="text-text">{current.label}</span>
            </span>
          ) : (
            "Group"
          )}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup value={props.group ?? ""} onValueChange={(field) => props.onChange(field || null)}>
          <MenuRadioItem value="">No groups</MenuRadioItem>
          {props.fields.map(({ field, label }) => (
            <MenuRadioItem key={field} value={field}>
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
