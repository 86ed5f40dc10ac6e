import { MailLayout, MailText } from "@/components/email/mail-layout";

export interface InvitationMailProps {
  workspace: string;
  invitedBy: string;
  /** The role's name for people. */
  role: string;
  href: string;
  days: number;
}

/** Invites a person into a workspace. */
export function InvitationMail({ workspace, invitedBy, role, href, days }: InvitationMailProps) {
  return (
    <MailLayout
      preview={`${invitedBy} invites you to ${workspace}.`}
      action={{ label: `Join ${workspace}`, href }}
      reason={`You received this e-mail because ${invitedBy} entered your address in Throughline. If you do not know this person, ignore it: the invitation expires.`}
    >
      <MailText>
        {invitedBy} invites you to join {workspace} on Throughline as {role}.
      </MailText>
      <MailText>The link works once, within {days} days.</MailText>
    </MailLayout>
  );
}
