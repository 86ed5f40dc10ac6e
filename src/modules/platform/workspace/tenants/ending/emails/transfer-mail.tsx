import { MailLayout, MailText } from "@/components/email/mail-layout";

interface Props {
  workspace: string;
  from: string;
  to: string;
  href: string;
}

export const transferSubject = (workspace: string, to: string): string => `${to} owns ${workspace} now`;

/** Another member is the owner now: for both of them. */
export function TransferMail({ workspace, from, to, href }: Props) {
  const headline = `${from} made ${to} the owner of ${workspace}.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Open the workspace", href }}
      reason={`You received this e-mail because the ownership of ${workspace} has changed.`}
    >
      <MailText>{headline}</MailText>
      <MailText>
        {to} can now change plan and billing, appoint owners and delete the workspace. {from} is an admin.
      </MailText>
    </MailLayout>
  );
}
