import { MailLayout, MailText } from "@/components/email/mail-layout";

/** Someone signed up with an address that has an account: the page does not reveal it, the e-mail tells the owner. */
export function AccountExistsMail({ name, href }: { name: string; href: string }) {
  return (
    <MailLayout
      preview="You already have an account with this address."
      action={{ label: "Sign in", href }}
      reason="You received this e-mail because someone signed up for Throughline with this address. If that was not you, you can ignore it: nothing was changed."
    >
      <MailText>Hello {name},</MailText>
      <MailText>
        You already have an account with this address, so no new one was created. Sign in with your password, or reset
        it on that page if you do not remember it.
      </MailText>
    </MailLayout>
  );
}
