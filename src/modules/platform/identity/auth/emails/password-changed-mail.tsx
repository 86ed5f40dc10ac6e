import { MailLayout, MailText } from "@/components/email/mail-layout";

/** Tells a person that the password was changed, so that nobody can change it unnoticed. */
export function PasswordChangedMail({ name, href }: { name: string; href: string }) {
  return (
    <MailLayout
      preview="Your password was changed."
      action={{ label: "Reset the password", href }}
      reason="You received this e-mail because the password of this address was changed on Throughline."
    >
      <MailText>Hello {name},</MailText>
      <MailText>
        Your password was changed, and other devices were signed out. If that was not you, reset the password now.
      </MailText>
    </MailLayout>
  );
}
