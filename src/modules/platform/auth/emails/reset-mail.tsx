import { MailLayout, MailText } from "@/components/email/mail-layout";

/** The link that lets a person choose a new password. */
export function ResetMail({ name, href }: { name: string; href: string }) {
  return (
    <MailLayout
      preview="Choose a new password."
      action={{ label: "Choose a new password", href }}
      reason="You get this mail because someone asked to reset the password of this address. If that was not you, do nothing: your password stays as it is."
    >
      <MailText>Hello {name},</MailText>
      <MailText>
        Choose a new password with this link. It works once, for 1 hour. You are then signed out everywhere else.
      </MailText>
    </MailLayout>
  );
}
