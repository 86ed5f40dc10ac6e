"use client";

import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import type { GivenRole } from "../../schema";
import { useInvite } from "../client";
import { validDays } from "../rules";
import { InviteFields, inviteForm } from "./invite-fields";
import { MoreSeats } from "./seats-note";

interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The role that it begins with. */
  gives?: GivenRole;
  /** Called with the members who were invited, or were there with an invitation. */
  onInvited?: (memberIds: string[]) => void;
}

/** Invites one or many. */
export function InviteDialog({ open, onOpenChange, gives = "member", onInvited }: InviteDialogProps) {
  const form = useZodForm(inviteForm, { defaultValues: { people: "", role: gives } });
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
        const { results } = await invite.mutateAsync(values);
        onInvited?.(results.flatMap(({ memberId }) => memberId ?? []));
      }}
    >
      <InviteFields buy={<MoreSeats />} />
    </FormDialog>
  );
}
