import { MailLayout, MailText } from "@/components/email/mail-layout";

interface Props {
  workspace: string;
  /** The sentence of the event. */
  text: string;
  href: string;
}

/** Staff ask to open the workspace, have opened it, or no longer have access. */
export function SupportMail({ workspace, text, href }: Props) {
  return (
    <MailLayout
      preview={text}
      workspace={workspace}
      action={{ label: "Open support access", href }}
      reason={`You received this e-mail because you are an owner or admin of ${workspace}. E-mails about support access cannot be turned off.`}
    >
      <MailText>{text}</MailText>
      <MailText>
        That page lists everything that staff opened, changed and tried in a session. There you can end it, and choose
        whether staff may open the workspace.
      </MailText>
    </MailLayout>
  );
}
