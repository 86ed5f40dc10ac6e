import { MailLayout, MailText } from "@/components/email/mail-layout";
import { counted, nouns, plainLocale } from "@/lib/counted";

export const exportSubject = (workspace: string): string => `The export of ${workspace} is ready`;

/** The file with everything is ready: where it is, and how long. The e-mail itself has no link to the file. */
export function ExportMail({ workspace, days, href }: { workspace: string; days: number; href: string }) {
  const headline = `The export of ${workspace} is ready.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Open export and deletion", href }}
      reason={`You received this e-mail because you asked for an export of ${workspace}.`}
    >
      <MailText>{headline}</MailText>
      <MailText>
        Only you can download it, for {counted(days, nouns.day, plainLocale)}. If you did not ask for it, change your
        password now.
      </MailText>
    </MailLayout>
  );
}
