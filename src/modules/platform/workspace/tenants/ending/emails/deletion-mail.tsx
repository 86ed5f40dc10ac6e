import { MailLayout, MailText } from "@/components/email/mail-layout";

interface Props {
  workspace: string;
  /** The day of the deletion, in words. */
  day: string;
  asker: string | null;
  href: string;
}

export const deletionSubject = (workspace: string, day: string): string => `${workspace} will be deleted on ${day}`;

/** The workspace will be deleted: the day, what it means, and the way back. */
export function DeletionMail({ workspace, day, asker, href }: Props) {
  const headline = `${workspace} will be deleted on ${day}.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Open export and deletion", href }}
      reason={`You received this e-mail because you are an owner or admin of ${workspace}.`}
    >
      <MailText>{headline}</MailText>
      <MailText>
        {asker === null ? "An owner asked for this. " : `${asker} asked for this. `}
        Until then the workspace is read-only: everybody can read, and an owner can export everything. On that day all
        records, files, members and keys are deleted for good, and a paid plan ends.
      </MailText>
      <MailText>An owner can undo this until that time, on the same page.</MailText>
    </MailLayout>
  );
}
