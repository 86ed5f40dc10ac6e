"use client";

import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useInvite } from "../client";
import { validDays } from "../rules";
import { InviteFields, inviteForm } from "./invite-fields";

/** Invites one or many. */
export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const form = useZodForm(inviteForm, { defaultValues: { people: "", role: "member" } });
  const invite = useInvite();
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      form={form}
      title="Invite members"
      description={`They will get an e-mail with a link that works once, within ${validDays} days.`}
      submit="Send invitations"
      onSubmit={async (values) => {
        await invite.mutateAsync(values);
      }}
    >
      <InviteFields />
    </FormDialog>
  );
}
