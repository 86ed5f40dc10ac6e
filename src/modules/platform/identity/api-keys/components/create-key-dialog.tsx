"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useId, useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FieldFrame } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { copyText } from "@/components/ui/copy-text";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { permissions } from "@/lib/roles";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { keyLives, permissionLabel } from "../rules";
import { createApiKeyInput } from "../schema";

const schema = z.object({
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
  const form = useZodForm(schema, { defaultValues: { name: "", scopes: [], life: "365" } });
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
        onSubmit={async ({ name, scopes, life }) => {
          const expiresAt = life === "never" ? null : new Date(Date.now() + Number(life) * 86_400_000).toISOString();
          const made = await create.mutateAsync({ name, scopes, expiresAt });
          setKey(made.key);
        }}
      >
        <TextField<Fields> name="name" label="Name" placeholder="Purpose" autoComplete="off" autoFocus />
        <ScopesField />
        <SelectField<Fields> name="life" label="Valid for" options={keyLives} />
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

function ShownOnce({ value, onClose }: { value: string | null; onClose: () => void }) {
  const refused = "Your browser does not allow copying. Select the key and copy it manually.";
  return (
    <Dialog
      open={value !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        title="Copy the key now"
        description="You see the key only once. We store only a hash of it, so nobody can look it up later."
      >
        <DialogBody>
          <Input
            readOnly
            aria-label="API key"
            className="mono"
            value={value ?? ""}
            onFocus={(event) => event.target.select()}
          />
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
          <Button
            variant="primary"
            icon={<Copy aria-hidden />}
            onClick={() => void copyText(value ?? "", "Key copied", refused)}
          >
            Copy key
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
