import { MailLayout, MailText } from "@/components/email/mail-layout";

/** Someone requested a link for an address without an account: the page does not reveal it, the e-mail explains. */
export function NoAccountMail({ href }: { href: string }) {
  return (
    <MailLayout
      preview="There is no account with this address."
      action={{ label: "Sign up", href }}
      reason="You received this e-mail because someone requested a Throughline link for this address. If that was not you, you can ignore it."
    >
      <MailText>
        There is no account with this address. You may have used a different one, or you can sign up with this one.
      </MailText>
    </MailLayout>
  );
}
