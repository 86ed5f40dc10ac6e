"use client";

import { Layers } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";

/** "Group: Stage": by which field the rows stand together, or none. */
export function GroupMenu(props: {
  fields: readonly { field: string; label: string }[];
  group: string | null;
  onChange(group: string | null): void;
}) {
  const current = props.fields.find((field) => field.field === props.group);
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
        <MenuRadioGroup
          value={props.group ?? ""}
          onValueChange={(group) => props.onChange(group === "" ? null : group)}
        >
          <MenuRadioItem value="">No groups</MenuRadioItem>
          {props.fields.map((field) => (
            <MenuRadioItem key={field.field} value={field.field}>
              {field.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
