"use client";

import type { z } from "zod";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { useSyncActs } from "../client";
import type { SyncObject, syncFields } from "../schema";

interface FreeFieldsProps {
  object: SyncObject;
  /** The name of the service. */
  label: string;
  fields: z.output<typeof syncFields>["own"];
}

/** Custom fields without a partner, each with the properties that fit; a choice is saved at once. */
export function FreeFields({ object, label, fields }: FreeFieldsProps) {
  const { can } = useWorkspace();
  const { saveFields } = useSyncActs();
  if (fields.length === 0) return null;
  return (
    <section aria-label="Custom fields without a partner">
      <GroupHead title="Without a partner" count={fields.length} note={`Custom fields that do not sync`} />
      <ul>
        {fields.map((own) => (
          <li
            key={own.field}
            className="flex min-h-row items-center gap-3 px-edge hairline-b hairline-soft phone:min-h-14"
          >
            <span className="min-w-0 flex-1 truncate">{own.label}</span>
            {own.partners.length === 0 ? (
              <span className="shrink-0 text-muted text-sm">{`No property of ${label} fits`}</span>
            ) : (
              <Select
                size="sm"
                quiet
                className="w-56 shrink-0"
                aria-label={`Partner of ${own.label} in ${label}`}
                placeholder="Choose a partner"
                options={own.partners}
                value={null}
                disabled={!can("connection:manage") || saveFields.isPending}
                onValueChange={(remote) =>
                  saveFields.mutate(
                    { objectId: object.id, version: object.version, fields: [{ field: own.field, remote }] },
                    { onSuccess: () => void notify.success(`${own.label} syncs with ${label}`) },
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
