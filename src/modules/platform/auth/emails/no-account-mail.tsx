import { MailLayout, MailText } from "@/components/email/mail-layout";

/** Someone asked for a link for an address without an account: the page says the same, the mail explains. */
export function NoAccountMail({ href }: { href: string }) {
  return (
    <MailLayout
      preview="There is no account with this address."
      action={{ label: "Sign up", href }}
      reason="You get this mail because someone asked Throughline for a link to this address. If that was not you, nothing needs to be done."
    >
      <MailText>
        There is no account with this address. You may have used another one, or you can sign up with this.
      </MailText>
    </MailLayout>
  );
}
