"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { EmailField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { email } from "@/lib/zod";
import { givenRole, type Member } from "../../schema";
import { useInvite } from "../client";
import { givenRoleOptions } from "./invite-fields";
import { MoreSeats, SeatsNote } from "./seats-note";

const schema = z.object({ email, role: givenRole });
type Fields = z.input<typeof schema>;

/** Invites the person behind a placeholder, who takes over its records. */
export function InvitePlaceholderDialog(props: { member: Member; onOpenChange: (open: boolean) => void }) {
  const { member, onOpenChange } = props;
  const known = givenRole.safeParse(member.role);
  const form = useZodForm(schema, {
    defaultValues: { email: member.email ?? "", role: known.success ? known.data : "member" },
  });
  const invite = useInvite();
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={`Invite ${member.name}`}
      description="The person who accepts the invitation takes over this placeholder and everything it owns."
      submit="Send invitation"
      onSubmit={async ({ email: address, role }) => {
        await invite.mutateAsync({ invitees: [{ email: address, memberId: member.id }], role });
      }}
    >
      <EmailField<Fields> name="email" label="E-mail" autoComplete="off" autoFocus={!member.email} />
      <SelectField<Fields> name="role" label="Role" options={givenRoleOptions} />
      <SeatsNote invitees={1} buy={<MoreSeats />} />
    </FormDialog>
  );
}
