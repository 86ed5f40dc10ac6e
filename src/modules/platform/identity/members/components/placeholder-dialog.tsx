"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { EmailField, TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { email as mailAddress, shortText } from "@/lib/zod";
import { useCreatePlaceholder, useUpdateMember } from "../client";
import type { Member } from "../schema";

const schema = z.object({
  name: shortText,
  email: z.union(
    [z.literal("").transform(() => null), mailAddress],
    "Enter an e-mail address such as name@company.com.",
  ),
});
type Fields = z.input<typeof schema>;

export interface PlaceholderDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The placeholder to change; without one a new one is added. */
  member?: Member;
}

/** Adds a placeholder member or changes its name and e-mail address. */
export function PlaceholderDialog({ open, onOpenChange, member }: PlaceholderDialogProps) {
  const form = useZodForm(schema, { defaultValues: { name: member?.name ?? "", email: member?.email ?? "" } });
  const create = useCreatePlaceholder();
  const update = useUpdateMember();
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      form={form}
      title={member ? `Change ${member.name}` : "Add a placeholder member"}
      description={
        member
          ? undefined
          : "A placeholder owns records but cannot sign in yet. No e-mail is sent, and no seat is used."
      }
      submit={member ? "Save changes" : "Add placeholder"}
      onSubmit={async ({ name, email }) => {
        if (member) await update.mutateAsync({ id: member.id, version: member.version, name, email });
        else await create.mutateAsync({ name, email });
        notify.success(member ? `${name} was saved` : `${name} was added`);
      }}
    >
      <TextField<Fields> name="name" label="Name" autoComplete="off" />
      <EmailField<Fields> name="email" label="E-mail" optional autoComplete="off" />
    </FormDialog>
  );
}
