import { MailLayout, MailText } from "@/components/email/mail-layout";

interface SecurityMailProps {
  name: string;
  happened: string;
  otherwise: string;
  action: { label: string; href: string };
}

/** Tells a person what happened to their account: a new device, a factor, another e-mail address. */
export function SecurityMail({ name, happened, otherwise, action }: SecurityMailProps) {
  return (
    <MailLayout
      preview={happened}
      action={action}
      reason="You received this e-mail because it concerns how you sign in to Throughline. You cannot turn it off."
    >
      <MailText>Hello {name},</MailText>
      <MailText>{happened}</MailText>
      <MailText>{otherwise}</MailText>
    </MailLayout>
  );
}
