import { MailLayout, MailText } from "@/components/email/mail-layout";

interface Props {
  workspace: string;
  /** The name of the key. */
  name: string;
  prefix: string;
  /** When it ends, in words. */
  at: string;
  /** The page of the key. */
  href: string;
}

export const keyExpirySubject = (name: string, day: string): string => `The API key ${name} ends on ${day}`;

/** A key ends soon: the time, what happens then, and how to keep the program running. */
export function KeyExpiryMail({ workspace, name, prefix, at, href }: Props) {
  const headline = `The API key ${name} (${prefix}…) of ${workspace} ends on ${at}.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Open the key", href }}
      reason={`You received this e-mail because the key acts as you in ${workspace}.`}
    >
      <MailText>{headline}</MailText>
      <MailText>From then on, each request of a program with this key is refused.</MailText>
      <MailText>
        If the program is still needed, rotate the key on its page, choose for how long it is to be valid, and enter the
        new secret in the program. The old secret can work on for up to seven days meanwhile, so nothing stops.
      </MailText>
    </MailLayout>
  );
}
