import { MailLayout, MailText } from "@/components/email/mail-layout";

/** After sign-up: the e-mail with the link that confirms the address. */
export function VerifyMail({ name, href }: { name: string; href: string }) {
  return (
    <MailLayout
      preview="One step left: confirm your e-mail address."
      action={{ label: "Confirm e-mail address", href }}
      reason="You received this e-mail because someone signed up for Throughline with this address. If that was not you, ignore it: without the password nobody can continue."
    >
      <MailText>Hello {name},</MailText>
      <MailText>Confirm your e-mail address to finish signing up. The link works once, for 48 hours.</MailText>
    </MailLayout>
  );
}
