"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FieldFrame } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { permissions } from "@/lib/roles";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { endOfLife, keyLives, permissionLabel } from "../rules";
import { createApiKeyInput } from "../schema";
import { fromFields, KeyLimitFields, keyLimits } from "./key-limit-fields";
import { ShownOnce } from "./shown-once";

const schema = keyLimits.extend({
  name: shortText,
  scopes: createApiKeyInput.shape.scopes,
  life: z.enum(["30", "90", "365", "never"]),
});
type Fields = z.input<typeof schema>;

/** Creates a key within the creator's own permissions, and shows it once. */
export function CreateKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const client = useQueryClient();
  const create = useMutation(
    api.apiKeys.create.mutationOptions({ onSuccess: () => client.invalidateQueries(api.apiKeys.pathFilter()) }),
  );
  const form = useZodForm(schema, {
    defaultValues: { name: "", scopes: [], life: "365", ranges: "", perMinute: null },
  });
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <FormDialog
        open={open}
        onOpenChange={onOpenChange}
        form={form}
        size="lg"
        title="New API key"
        description="The key acts as you, with the permissions that you choose here. It can never do more than you."
        submit="Create key"
        onSubmit={async ({ name, scopes, life, ...limits }) => {
          const made = await create.mutateAsync({ name, scopes, expiresAt: endOfLife(life), ...fromFields(limits) });
          setKey(made.key);
        }}
      >
        <TextField<Fields> name="name" label="Name" placeholder="Purpose" autoComplete="off" autoFocus />
        <ScopesField />
        <SelectField<Fields> name="life" label="Valid for" options={keyLives} />
        <KeyLimitFields />
      </FormDialog>
      <ShownOnce value={key} onClose={() => setKey(null)} />
    </>
  );
}

function ScopesField() {
  const group = useId();
  const { can } = useWorkspace();
  const { control } = useFormContext<Fields>();
  const { field, fieldState } = useController<Fields, "scopes">({ name: "scopes", control });
  const offered = permissions.filter((permission) => can(permission));
  return (
    <FieldFrame id={group} group label="Permissions" error={fieldState.error?.message}>
      <fieldset
        aria-labelledby={`${group}-label`}
        className="grid max-h-60 grid-cols-2 gap-x-4 overflow-y-auto phone:grid-cols-1"
      >
        {offered.map((permission) => {
          const id = `${group}-${permission}`;
          return (
            <div key={permission} className="flex h-7 items-center gap-2 touch:h-11">
              <Checkbox
                id={id}
                checked={field.value.includes(permission)}
                onCheckedChange={(checked) =>
                  field.onChange(
                    checked === true
                      ? [...field.value, permission]
                      : field.value.filter((scope) => scope !== permission),
                  )
                }
              />
              <label htmlFor={id}>{permissionLabel(permission)}</label>
            </div>
          );
        })}
      </fieldset>
    </FieldFrame>
  );
}
