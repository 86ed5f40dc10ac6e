"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { OptionList } from "@/components/ui/option-list";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { notify } from "@/components/ui/toast";
import { useSyncActs, useSyncFields } from "../client";
import type { SyncObject } from "../schema";

interface AddFieldProps {
  object: SyncObject;
  /** The name of the service. */
  label: string;
}

/** Adds a custom field here for a property of the service that has no partner. */
export function AddField({ object, label }: AddFieldProps) {
  const { can } = useWorkspace();
  const { data } = useSyncFields(object.id);
  const { createField } = useSyncActs();
  const [open, setOpen] = useState(false);
  const properties = (data?.unused ?? []).filter(({ canCreate }) => canCreate);
  if (!can("connection:manage") || !can("field:manage") || properties.length === 0) return null;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" icon={<Plus aria-hidden />} busy={createField.isPending}>
          Add a field
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={`Add a field for a property of ${label}`} className="w-72">
        <OptionList
          label={`Find a property of ${label}`}
          options={properties.map((one) => ({ value: one.name, label: one.label, note: one.type }))}
          empty="No property without a partner has this name"
          onPick={({ value, label: name }) => {
            setOpen(false);
            createField.mutate(
              { objectId: object.id, remote: value },
              { onSuccess: () => void notify.success(`${name} is a field of ${object.labels.ours} now`) },
            );
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
