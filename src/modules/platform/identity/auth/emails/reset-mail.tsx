import { MailLayout, MailText } from "@/components/email/mail-layout";

/** The e-mail with the link to choose a new password. */
export function ResetMail({ name, href }: { name: string; href: string }) {
  return (
    <MailLayout
      preview="Choose a new password."
      action={{ label: "Choose a new password", href }}
      reason="You received this e-mail because someone asked to reset the password of this address. If that was not you, ignore it: your password stays the same."
    >
      <MailText>Hello {name},</MailText>
      <MailText>
        Choose a new password with this link. It works once, for 1 hour. You will be signed out on all devices.
      </MailText>
    </MailLayout>
  );
}
