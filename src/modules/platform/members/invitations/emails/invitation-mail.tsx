import { MailLayout, MailText } from "@/components/email/mail-layout";

export interface InvitationMailProps {
  workspace: string;
  invitedBy: string;
  /** The role's name as people read it. */
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
      reason={`You get this mail because ${invitedBy} typed your address in Throughline. If you do not know them, do nothing: the invitation runs out by itself.`}
    >
      <MailText>
        {invitedBy} invites you to join {workspace} on Throughline as {role}.
      </MailText>
      <MailText>The link works once, for {days} days.</MailText>
    </MailLayout>
  );
}
