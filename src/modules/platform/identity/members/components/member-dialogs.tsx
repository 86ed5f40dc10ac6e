"use client";

import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { notify } from "@/components/ui/toast";
import { useRemoveMember } from "../client";
import { useResendInvitation, useRevokeInvitation } from "../invitations/client";
import { InvitePlaceholderDialog } from "../invitations/components/invite-placeholder-dialog";
import { OwnedRecords } from "../owned/components/owned-badge";
import type { MemberAct } from "./member-menu";
import { PlaceholderDialog } from "./placeholder-dialog";

export interface MemberDialogsProps {
  act: MemberAct | null;
  onDone: () => void;
}

/** The dialog of the chosen action; each unmounts when it is done. */
export function MemberDialogs({ act, onDone }: MemberDialogsProps) {
  const { name: workspace } = useWorkspace();
  const remove = useRemoveMember();
  const resend = useResendInvitation();
  const revoke = useRevokeInvitation();
  if (!act) return null;
  const { member } = act;
  const change = (open: boolean) => {
    if (!open) onDone();
  };
  const address = member.email ?? member.name;

  /** The server's message, as the dialog shows it. */
  async function run(work: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new Error(readServerError(error).message, { cause: error });
    }
    if (done) notify.success(done);
  }

  switch (act.kind) {
    case "invite":
      return <InvitePlaceholderDialog key={member.id} member={member} onOpenChange={change} />;
    case "rename":
      return <PlaceholderDialog key={member.id} open member={member} onOpenChange={change} />;
    case "resend":
      return (
        <ConfirmDialog
          open
          onOpenChange={change}
          tone="primary"
          title={`Invite ${address} again?`}
          description="They will get a new e-mail. The link in the earlier e-mail stops working."
          action="Send invitation"
          onConfirm={() => run(() => resend.mutateAsync({ id: member.invitation?.id ?? "" }), "")}
        />
      );
    case "revoke":
      return (
        <ConfirmDialog
          open
          onOpenChange={change}
          title={`Revoke the invitation of ${address}?`}
          description={
            member.invitation?.waitsForSeat
              ? "It waits for a seat and was not sent, so nobody is told. You can invite them again."
              : "The link in their e-mail will stop working. You can invite them again."
          }
          action="Revoke invitation"
          onConfirm={() =>
            run(
              () => revoke.mutateAsync({ id: member.invitation?.id ?? "" }),
              `The invitation for ${address} was revoked`,
            )
          }
        />
      );
    case "remove":
      return (
        <ConfirmDialog
          open
          onOpenChange={change}
          title={`Remove ${member.name} from ${workspace}?`}
          description={
            member.status === "placeholder"
              ? "They can no longer be chosen as an owner. They stay the owner of their records until someone reassigns them."
              : "They lose access at once, on every device, and their API keys stop working. They stay the owner of their records until someone reassigns them."
          }
          action="Remove member"
          onConfirm={() =>
            run(() => remove.mutateAsync({ id: member.id, version: member.version }), `${member.name} was removed`)
          }
        >
          <OwnedRecords memberId={member.id} />
        </ConfirmDialog>
      );
  }
}
