import { MailLayout, MailText } from "@/components/email/mail-layout";
import { counted, nouns, plainLocale } from "@/lib/counted";
import { confirmHours } from "../rules";

interface ConfirmDomainMailProps {
  workspace: string;
  domain: string;
  asker: string;
  href: string;
}

export const confirmDomainSubject = (domain: string): string => `Confirm that people at ${domain} may join`;

/** The link by which an admin shows that an address at the domain is their own. */
export function ConfirmDomainMail({ workspace, domain, asker, href }: ConfirmDomainMailProps) {
  return (
    <MailLayout
      preview={`Confirm the domain ${domain}.`}
      workspace={workspace}
      action={{ label: "Confirm the domain", href }}
      reason={`You received this e-mail because ${asker} entered this address in the settings of a workspace. If that was not you, ignore it: the link works only for ${asker}.`}
    >
      <MailText>
        People who prove an address at {domain} may then join {workspace} as members. The link works once, for{" "}
        {counted(confirmHours, nouns.hour, plainLocale)}.
      </MailText>
    </MailLayout>
  );
}
