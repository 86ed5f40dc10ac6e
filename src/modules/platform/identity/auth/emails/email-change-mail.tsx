import { MailLayout, MailText } from "@/components/email/mail-layout";

/** To the present and to the new address of a person who requested a new one: each must confirm. */
export function EmailChangeMail({ name, email, href }: { name: string; email: string; href: string }) {
  return (
    <MailLayout
      preview={`Confirm ${email} as your new e-mail address.`}
      action={{ label: "Confirm the change", href }}
      reason="You received this e-mail because somebody who is signed in to Throughline requested this change. If that was not you, ignore it and change your password: without this link nothing changes."
    >
      <MailText>Hello {name},</MailText>
      <MailText>
        You requested to sign in with {email}. We sent a link to your current address and to the new one. The change
        takes effect when you confirm both. The links work for 24 hours.
      </MailText>
    </MailLayout>
  );
}
